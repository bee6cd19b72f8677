package io.mlops.plan.iam;

import io.mlops.spec.Channel;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.S3Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes each actor's policy. A resource is {@code *} only where the service takes nothing else: {@code
 * lambda:ListFunctions}, CodePipeline's job results, {@code ecr:GetAuthorizationToken}, {@code cloudwatch:PutMetricData}
 * and SageMaker's List operations (service authorization reference).
 */
public final class RolePolicies {
    private static final Pattern ECR_IMAGE =
            Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([^:@]+)(?:[:@].*)?");
    /** The deploy step cuts an endpoint's name, never this much of it, to fit version and digest into 63 characters. */
    private static final int UNCUT = 30;

    private static final String TRAINING_LOGS = "log-group:/aws/sagemaker/TrainingJobs";

    private final PipelineSpec spec;
    private final Names names;

    /**
     * Makes the policies of one pipeline.
     *
     * @param spec the description
     * @param names the derived names
     */
    public RolePolicies(PipelineSpec spec, Names names) {
        this.spec = spec;
        this.names = names;
    }

    /**
     * Writes an actor's policy.
     *
     * @param actor the actor
     * @return at most 10,240 characters of JSON, which is what a role's inline policies may have
     */
    public PolicyDocument of(Actor actor) {
        return new PolicyDocument(
                switch (actor) {
                    case PIPELINE -> pipeline();
                    case TRAIN_BUILD -> trainBuild();
                    case TEST_BUILD -> testBuild();
                    case TRAINING -> training();
                    case SERVING -> serving();
                    case DEPLOY -> deploy();
                });
    }

    private List<Statement> pipeline() {
        List<String> readable = new ArrayList<>(List.of(names.artifactKeys(), Names.TOOLS_KEY, Names.SETTINGS_KEY));
        if (spec.source() instanceof S3Source s3) {
            readable.add(s3.key());
        }
        return List.of(
                Statement.allow("Sources", "s3:GetObject", "s3:GetObjectVersion")
                        .on(keys(readable)),
                Statement.allow("Artifacts", "s3:PutObject").on(keys(List.of(names.artifactKeys()))),
                // The minimum of the user guide's "CodePipeline service role policy", and ListBucket.
                bucketReads("s3:GetBucketAcl", "s3:ListBucket"),
                Statement.allow("Builds", "codebuild:StartBuild", "codebuild:BatchGetBuilds")
                        .on(
                                arn("codebuild", "project/" + names.trainProject()),
                                arn("codebuild", "project/" + names.testProject())),
                Statement.allow("Deploy", "lambda:InvokeFunction").on(arn("lambda", "function:" + names.function())),
                Statement.allow("FindFunction", "lambda:ListFunctions").on("*"));
    }

    private List<Statement> trainBuild() {
        String trainingJobs = arn("sagemaker", "training-job/" + spec.name() + "-*");
        return join(
                build(names.trainProject()),
                Statement.allow(
                                "Train",
                                "sagemaker:CreateTrainingJob",
                                "sagemaker:DescribeTrainingJob",
                                "sagemaker:StopTrainingJob",
                                "sagemaker:AddTags")
                        .on(trainingJobs),
                Statement.allow("FindLog", "logs:DescribeLogStreams").on(trainingLogs()),
                Statement.allow("FollowLog", "logs:GetLogEvents").on(trainingLogStreams()),
                Statement.allow("Register", "sagemaker:CreateModelPackage")
                        .on(arn("sagemaker", "model-package-group/" + spec.modelPackageGroup()), packages()),
                Statement.allow("ReadPackages", "sagemaker:DescribeModelPackage")
                        .on(packages()),
                passRole(Actor.TRAINING),
                Statement.deny("CannotApprove", "sagemaker:UpdateModelPackage").on("*"),
                Statement.deny("RegistersOnlyPending", "sagemaker:CreateModelPackage")
                        .on("*")
                        .when("StringNotEqualsIfExists", "sagemaker:ModelApprovalStatus", "PendingManualApproval"));
    }

    private List<Statement> testBuild() {
        String name = names.testEndpointPrefix() + "-*";
        Statement verdict =
                Statement.allow("Verdict", "sagemaker:UpdateModelPackage").on(packages());
        return join(
                build(names.testProject()),
                Statement.allow(
                                "Reports",
                                "codebuild:CreateReportGroup",
                                "codebuild:CreateReport",
                                "codebuild:UpdateReport",
                                "codebuild:BatchPutTestCases")
                        .on(arn("codebuild", "report-group/" + names.testProject() + "-*")),
                Statement.allow("ReadPackages", "sagemaker:DescribeModelPackage")
                        .on(packages()),
                spec.test().approve()
                        ? verdict
                        : verdict.when("StringEquals", "sagemaker:ModelApprovalStatus", "Rejected"),
                Statement.allow(
                                "TemporaryEndpoints",
                                "sagemaker:CreateModel",
                                "sagemaker:DeleteModel",
                                "sagemaker:CreateEndpointConfig",
                                "sagemaker:DeleteEndpointConfig",
                                "sagemaker:CreateEndpoint",
                                "sagemaker:DescribeEndpoint",
                                "sagemaker:DeleteEndpoint",
                                "sagemaker:InvokeEndpoint",
                                "sagemaker:AddTags",
                                "sagemaker:ListTags")
                        .on(endpointArns(name, name)),
                Statement.allow(
                                "FindLeftovers",
                                "sagemaker:ListEndpoints",
                                "sagemaker:ListEndpointConfigs",
                                "sagemaker:ListModels")
                        .on("*"),
                passRole(Actor.SERVING));
    }

    private List<Statement> training() {
        return join(
                List.of(
                        Statement.allow("ReadChannels", "s3:GetObject")
                                .on(keys(spec.training().channels().stream()
                                        .map(Channel::prefix)
                                        .map(prefix -> prefix + "*")
                                        .toList())),
                        Statement.allow("ListChannels", "s3:ListBucket").on(bucket()),
                        Statement.allow("WriteModel", "s3:PutObject").on(keys(List.of(Names.MODELS_PREFIX + "*"))),
                        Statement.allow(
                                        "OpenLog",
                                        "logs:CreateLogGroup",
                                        "logs:CreateLogStream",
                                        "logs:DescribeLogStreams")
                                .on(trainingLogs()),
                        Statement.allow("WriteLog", "logs:PutLogEvents").on(trainingLogStreams()),
                        metrics()),
                readImage());
    }

    private List<Statement> serving() {
        List<String> groups = Stream.concat(
                        spec.deployStages().stream().map(DeployStage::endpoint),
                        Stream.of(names.testEndpointPrefix() + "-*"))
                .map(endpoint -> arn("logs", "log-group:" + Names.endpointLogGroup(endpoint) + ":*"))
                .toList();
        return join(
                List.of(
                        Statement.allow("ReadModel", "s3:GetObject").on(keys(List.of(Names.MODELS_PREFIX + "*"))),
                        writeLogs(groups, "logs:DescribeLogStreams", "logs:CreateLogGroup"),
                        metrics()),
                readImage());
    }

    private List<Statement> deploy() {
        List<String> arns = spec.deployStages().stream()
                .flatMap(stage -> endpointArns(derivedFrom(stage.endpoint()), stage.endpoint()).stream())
                .distinct()
                .toList();
        return List.of(
                writeLogs(List.of(arn("logs", "log-group:" + Names.functionLogGroup(names.function()) + ":*"))),
                Statement.allow("Answer", "codepipeline:PutJobSuccessResult", "codepipeline:PutJobFailureResult")
                        .on("*"),
                Statement.allow("ReadPackages", "sagemaker:DescribeModelPackage")
                        .on(packages()),
                Statement.allow(
                                "Endpoints",
                                "sagemaker:CreateModel",
                                "sagemaker:DescribeModel",
                                "sagemaker:CreateEndpointConfig",
                                "sagemaker:DescribeEndpointConfig",
                                "sagemaker:CreateEndpoint",
                                "sagemaker:UpdateEndpoint",
                                "sagemaker:DescribeEndpoint",
                                "sagemaker:DeleteEndpoint",
                                "sagemaker:AddTags",
                                "sagemaker:ListTags")
                        .on(arns),
                passRole(Actor.SERVING));
    }

    private List<Statement> build(String project) {
        return List.of(
                writeLogs(List.of(arn("logs", "log-group:" + Names.buildLogGroup(project) + ":*"))),
                Statement.allow("Artifacts", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject")
                        .on(keys(List.of(names.artifactKeys()))),
                bucketReads());
    }

    private Statement bucketReads(String... more) {
        List<String> actions = new ArrayList<>(List.of("s3:GetBucketVersioning", "s3:GetBucketLocation"));
        actions.addAll(List.of(more));
        return Statement.allow("Bucket", actions.toArray(String[]::new)).on(bucket());
    }

    private static Statement writeLogs(List<String> arns, String... more) {
        List<String> actions = new ArrayList<>(List.of("logs:CreateLogStream", "logs:PutLogEvents"));
        actions.addAll(List.of(more));
        return Statement.allow("WriteLog", actions.toArray(String[]::new)).on(arns);
    }

    /** The whole group, on which the service authorization reference puts the actions that open and find streams. */
    private String trainingLogs() {
        return arn("logs", TRAINING_LOGS + ":*");
    }

    /** SageMaker names streams {@code <training job>/algo-…}; the group is the whole account's. */
    private String trainingLogStreams() {
        return arn("logs", TRAINING_LOGS + ":log-stream:" + spec.name() + "-*");
    }

    private static Statement metrics() {
        return Statement.allow("Metrics", "cloudwatch:PutMetricData").on("*");
    }

    private Statement passRole(Actor actor) {
        return Statement.allow("PassRole", "iam:PassRole")
                .on(actor.roleArn(names))
                .when("StringEquals", "iam:PassedToService", "sagemaker.amazonaws.com");
    }

    private Statement[] readImage() {
        Matcher image = ECR_IMAGE.matcher(spec.training().image());
        if (!image.matches()) {
            return new Statement[0];
        }
        String repository = "arn:" + names.account().partition() + ":ecr:" + image.group(2) + ":" + image.group(1)
                + ":repository/" + image.group(3);
        return new Statement[] {
            Statement.allow(
                            "PullImage",
                            "ecr:BatchCheckLayerAvailability",
                            "ecr:GetDownloadUrlForLayer",
                            "ecr:BatchGetImage")
                    .on(repository),
            Statement.allow("SignInToRegistry", "ecr:GetAuthorizationToken").on("*")
        };
    }

    private List<String> endpointArns(String derived, String endpoint) {
        return Stream.of("model/" + derived, "endpoint-config/" + derived, "endpoint/" + endpoint)
                // SageMaker writes names in lower case into ARNs.
                .flatMap(resource ->
                        Stream.of(resource, resource.toLowerCase(Locale.ROOT)).distinct())
                .map(resource -> arn("sagemaker", resource))
                .toList();
    }

    /** Matches the deploy step's {@code <endpoint>-v<version>-<digest>}. */
    private static String derivedFrom(String endpoint) {
        return endpoint.length() <= UNCUT ? endpoint + "-v*" : endpoint.substring(0, UNCUT) + "*";
    }

    private String packages() {
        return arn("sagemaker", "model-package/" + spec.modelPackageGroup() + "/*");
    }

    private String bucket() {
        return names.account().s3Arn(names.bucket());
    }

    private List<String> keys(List<String> keys) {
        return keys.stream().map(key -> bucket() + "/" + key).toList();
    }

    private String arn(String service, String resource) {
        return names.account().arn(service, resource);
    }

    private static List<Statement> join(List<Statement> first, Statement... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }
}
