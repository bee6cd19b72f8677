package io.mlops.plan.iam;

import io.mlops.spec.Names;
import java.util.ArrayList;
import java.util.List;

/** Writes the policies of the two builds: what trains cannot approve, and what judges cannot deploy. */
final class BuildPolicies {
    private final Grants grants;
    private final Names names;

    BuildPolicies(Grants grants) {
        this.grants = grants;
        this.names = grants.names();
    }

    List<Statement> train() {
        List<Statement> statements = new ArrayList<>(build(names.trainProject()));
        statements.add(Statement.allow(
                        "Train",
                        "sagemaker:CreateTrainingJob",
                        "sagemaker:DescribeTrainingJob",
                        "sagemaker:StopTrainingJob",
                        "sagemaker:AddTags")
                .on(grants.arn("sagemaker", "training-job/" + grants.spec().pipelineName() + "-*")));
        statements.add(Statement.allow("FindLog", "logs:DescribeLogStreams").on(grants.trainingLogs()));
        statements.add(Statement.allow("FollowLog", "logs:GetLogEvents").on(grants.trainingLogStreams()));
        statements.add(
                Statement.allow("Register", "sagemaker:CreateModelPackage").on(grants.group(), grants.packages()));
        statements.add(Statement.allow("ReadPackages", "sagemaker:DescribeModelPackage")
                .on(grants.packages()));
        if (grants.spec().training().script() != null) {
            statements.add(Statement.allow("PackScript", "s3:PutObject").on(grants.keys(Names.CODE_PREFIX + "*")));
        }
        String jobs = Names.MODELS_PREFIX + grants.spec().pipelineName() + "-*";
        statements.add(Statement.allow("ReadTrained", "s3:GetObject").on(grants.keys(jobs + "/output/*")));
        statements.add(Statement.allow("WritePackage", "s3:PutObject").on(grants.keys(jobs + "/package/*")));
        statements.add(Statement.allow("SeeVersions", "s3:ListBucketVersions").on(grants.bucket()));
        statements.addAll(grants.seeImages());
        statements.add(grants.passRole(Actor.TRAINING));
        statements.add(
                Statement.deny("CannotApprove", "sagemaker:UpdateModelPackage").on("*"));
        statements.add(Statement.deny("RegistersOnlyPending", "sagemaker:CreateModelPackage")
                .on("*")
                .when("StringNotEqualsIfExists", "sagemaker:ModelApprovalStatus", "PendingManualApproval"));
        return statements;
    }

    List<Statement> test() {
        String name = names.testEndpointPrefix() + "-*";
        Statement verdict =
                Statement.allow("Verdict", "sagemaker:UpdateModelPackage").on(grants.packages());
        List<Statement> statements = new ArrayList<>(build(names.testProject()));
        statements.add(Statement.allow(
                        "Reports",
                        "codebuild:CreateReportGroup",
                        "codebuild:CreateReport",
                        "codebuild:UpdateReport",
                        "codebuild:BatchPutTestCases")
                .on(grants.arn("codebuild", "report-group/" + names.testProject() + "-*")));
        statements.add(Statement.allow("ReadPackages", "sagemaker:DescribeModelPackage")
                .on(grants.packages()));
        statements.add(
                grants.spec().test().approve()
                        ? verdict
                        : verdict.when("StringEquals", "sagemaker:ModelApprovalStatus", "Rejected"));
        statements.add(Statement.allow(
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
                .on(grants.endpointArns(name, name)));
        statements.add(Statement.allow(
                        "FindLeftovers",
                        "sagemaker:ListEndpoints",
                        "sagemaker:ListEndpointConfigs",
                        "sagemaker:ListModels")
                .on("*"));
        statements.add(grants.passRole(Actor.SERVING));
        return statements;
    }

    private List<Statement> build(String project) {
        return Grants.join(
                List.of(
                        Grants.writeLogs(
                                List.of(grants.arn("logs", "log-group:" + Names.buildLogGroup(project) + ":*"))),
                        Statement.allow("Artifacts", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject")
                                .on(grants.keys(names.artifactKeys())),
                        // CodeBuild's user guide, "Allow CodeBuild to interact with other AWS services".
                        grants.bucketReads()),
                grants.useConnection().stream().toList(),
                grants.useKey());
    }
}
