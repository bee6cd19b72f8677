package io.mlops.plan;

import io.mlops.contract.TagKeys;
import io.mlops.plan.buildspec.BuildSpecs;
import io.mlops.plan.iam.Actor;
import io.mlops.plan.iam.PolicyDocument;
import io.mlops.plan.iam.RolePolicies;
import io.mlops.plan.iam.Statement;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.S3Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns a description into the AWS resources that it asks for. */
public final class PipelineResources {
    /** Ubuntu with a shell, the AWS CLI and Corretto (CodeBuild user guide, available runtimes). */
    private static final String BUILD_IMAGE = "aws/codebuild/standard:7.0";

    private static final String COMPUTE_TYPE = "BUILD_GENERAL1_SMALL";
    private static final int LOG_RETENTION_DAYS = 30;
    /** What the launcher needs beside the training job: the instance's start, the model's upload, the registration. */
    private static final Duration AROUND_TRAINING = Duration.ofMinutes(30);

    private static final int TEST_MINUTES = 60;
    private static final String HANDLER = "io.mlops.deploy.DeployHandler::handleRequest";
    /** Java 21 on Amazon Linux 2023; {@code java17} stands on Amazon Linux 2, which ended on 2026-06-30 (Lambda runtimes). */
    private static final String RUNTIME = "java21";

    private static final int FUNCTION_MEMORY = 512;
    private static final int FUNCTION_TIMEOUT = 120;

    private final PipelineSpec spec;
    private final Names names;
    private final Map<String, String> tags;

    private PipelineResources(PipelineSpec spec, Names names) {
        this.spec = spec;
        this.names = names;
        this.tags = tags(spec);
    }

    /** What everything is tagged with: the team's tags, and the one by which the pipeline knows its own. */
    static Map<String, String> tags(PipelineSpec spec) {
        Map<String, String> tags = new TreeMap<>(spec.options().tags());
        tags.put(TagKeys.PIPELINE, spec.pipelineName());
        return tags;
    }

    /**
     * Makes the graph.
     *
     * @param spec the description
     * @param names the derived names, which hold the account and region
     * @return the wanted resources
     */
    public static ResourceGraph of(PipelineSpec spec, Names names) {
        return new PipelineResources(spec, names).graph();
    }

    /**
     * Makes the pipeline alone.
     *
     * @param spec the description
     * @param names the derived names
     * @return the pipeline that the graph has
     */
    public static Pipeline pipeline(PipelineSpec spec, Names names) {
        return PipelineDefinition.of(spec, names, tags(spec));
    }

    private ResourceGraph graph() {
        List<Resource> resources = new ArrayList<>();
        if (spec.options().bucket().isEmpty()) {
            resources.add(bucket());
        }
        RolePolicies policies = new RolePolicies(spec, names);
        for (Actor actor : Actor.of(spec)) {
            resources.add(new Role(
                    actor.roleName(names),
                    names.rolePath(),
                    actor.trust(names.account()).json(),
                    policies.of(actor).json(),
                    spec.options().permissionsBoundary(),
                    tags));
        }
        resources.add(logGroup(Names.buildLogGroup(names.trainProject())));
        resources.add(logGroup(Names.buildLogGroup(names.testProject())));
        resources.add(logGroup(Names.functionLogGroup(names.function())));
        resources.add(new ModelPackageGroup(spec.modelPackageGroup(), tags));
        resources.add(new StoredObject(
                names.bucket(),
                Names.TOOLS_KEY,
                Digests.ofTools(List.of(spec.tools().launcher(), spec.tools().modelTest()))));
        resources.add(
                new StoredObject(names.bucket(), Names.SETTINGS_KEY, Digests.ofFiles(SettingsFiles.of(spec, names))));
        resources.add(project(
                names.trainProject(), Actor.TRAIN_BUILD, BuildSpecs.train().yaml(), trainMinutes()));
        resources.add(project(
                names.testProject(),
                Actor.TEST_BUILD,
                BuildSpecs.test(spec.test().reportGroup()).yaml(),
                TEST_MINUTES));
        resources.add(new StoredObject(
                names.bucket(),
                Names.FUNCTION_CODE_KEY,
                Digests.codeSha256(spec.tools().lambdaDeploy())));
        resources.add(function());
        resources.add(PipelineDefinition.of(spec, names, tags));
        if (!spec.options().repository().isEmpty()) {
            resources.add(new Repository(spec.options().repository(), true, tags));
        }
        if (spec.source() instanceof S3Source s3 && s3.startsOnChange()) {
            resources.add(rule(s3));
        }
        return new ResourceGraph(resources);
    }

    private Bucket bucket() {
        String arn = names.account().s3Arn(names.bucket());
        PolicyDocument tlsOnly = PolicyDocument.of(Statement.deny("TlsOnly", "s3:*")
                .on(arn, arn + "/*")
                .principal("*", "*")
                .when("Bool", "aws:SecureTransport", "false"));
        String key = spec.options().kmsKeyArn();
        return new Bucket(
                names.bucket(),
                true,
                key.isEmpty() ? "AES256" : "aws:kms",
                key,
                true,
                "BucketOwnerEnforced",
                spec.source() instanceof S3Source s3 && s3.startsOnChange(),
                tlsOnly.json(),
                tags);
    }

    /** The pattern is that of the S3 user guide, EventBridge event message structure. */
    private EventRule rule(S3Source source) {
        String pattern =
                "{\"source\":[\"aws.s3\"],\"detail-type\":[\"Object Created\"],\"detail\":{\"bucket\":{\"name\":[\""
                        + names.bucket() + "\"]},\"object\":{\"key\":[\"" + source.key() + "\"]}}}";
        return new EventRule(
                names.rule(),
                pattern,
                names.account().arn("codepipeline", spec.pipelineName()),
                Actor.START.roleArn(names),
                tags);
    }

    private LogGroup logGroup(String name) {
        return new LogGroup(name, LOG_RETENTION_DAYS, tags);
    }

    private BuildProject project(String name, Actor actor, String buildSpec, int minutes) {
        return new BuildProject(name, actor.roleArn(names), buildSpec, BUILD_IMAGE, COMPUTE_TYPE, minutes, tags);
    }

    private Function function() {
        return new Function(
                names.function(),
                Actor.DEPLOY.roleArn(names),
                HANDLER,
                RUNTIME,
                FUNCTION_MEMORY,
                FUNCTION_TIMEOUT,
                Digests.codeSha256(spec.tools().lambdaDeploy()),
                tags);
    }

    private int trainMinutes() {
        return Math.toIntExact(spec.training().longest().plus(AROUND_TRAINING).toMinutes());
    }
}
