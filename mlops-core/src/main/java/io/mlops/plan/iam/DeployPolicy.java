package io.mlops.plan.iam;

import io.mlops.spec.DeployStage;
import io.mlops.spec.Names;
import java.util.ArrayList;
import java.util.List;

/** Writes the policy of the deploy function. Artifacts it reads with the job's credentials, so S3 is not in it. */
final class DeployPolicy {
    private final Grants grants;

    DeployPolicy(Grants grants) {
        this.grants = grants;
    }

    List<Statement> statements() {
        List<DeployStage> stages = grants.spec().deployStages();
        List<String> arns = stages.stream()
                .flatMap(stage -> grants.endpointArns(Grants.derivedFrom(stage.endpoint()), stage.endpoint()).stream())
                .distinct()
                .toList();
        List<Statement> statements = new ArrayList<>();
        statements.add(Grants.writeLogs(List.of(grants.arn(
                "logs", "log-group:" + Names.functionLogGroup(grants.names().function()) + ":*"))));
        statements.add(Statement.allow("Answer", "codepipeline:PutJobSuccessResult", "codepipeline:PutJobFailureResult")
                .on("*"));
        statements.add(Statement.allow("ReadPackages", "sagemaker:DescribeModelPackage")
                .on(grants.packages()));
        statements.add(Statement.allow(
                        "Endpoints",
                        "sagemaker:CreateModel",
                        "sagemaker:DescribeModel",
                        "sagemaker:CreateEndpointConfig",
                        "sagemaker:DescribeEndpointConfig",
                        "sagemaker:CreateEndpoint",
                        "sagemaker:UpdateEndpoint",
                        "sagemaker:DescribeEndpoint",
                        "sagemaker:DeleteEndpoint",
                        "sagemaker:DeleteEndpointConfig",
                        "sagemaker:DeleteModel",
                        "sagemaker:AddTags",
                        "sagemaker:ListTags")
                .on(arns));
        statements.add(Statement.allow("FindOld", "sagemaker:ListEndpointConfigs", "sagemaker:ListModels")
                .on("*"));
        statements.add(Statement.allow("QuoteLog", "logs:DescribeLogStreams", "logs:GetLogEvents")
                .on(stages.stream()
                        .map(stage ->
                                grants.arn("logs", "log-group:" + Names.endpointLogGroup(stage.endpoint()) + ":*"))
                        .toList()));
        statements.addAll(alarms(stages));
        statements.addAll(scaling(stages));
        statements.add(grants.passRole(Actor.SERVING));
        return statements;
    }

    /** Whether a variant scales is looked at even where none is to: its instance type then must not change. */
    private List<Statement> scaling(List<DeployStage> stages) {
        List<Statement> statements = new ArrayList<>();
        statements.add(Statement.allow("SeeScaling", "application-autoscaling:DescribeScalableTargets")
                .on("*"));
        if (stages.stream()
                .flatMap(stage -> stage.variants().stream())
                .anyMatch(variant -> variant.scaling() != null)) {
            statements.add(Statement.allow("SeePolicies", "application-autoscaling:DescribeScalingPolicies")
                    .on("*"));
            statements.add(Statement.allow(
                            "Scale",
                            "application-autoscaling:RegisterScalableTarget",
                            "application-autoscaling:DeregisterScalableTarget",
                            "application-autoscaling:PutScalingPolicy")
                    .on(grants.arn("application-autoscaling", "scalable-target/*")));
            statements.add(Statement.allow("LinkScaling", "iam:CreateServiceLinkedRole")
                    .on(grants.names()
                            .account()
                            .iamArn("role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/*"))
                    .when("StringLike", "iam:AWSServiceName", "sagemaker.application-autoscaling.amazonaws.com"));
        }
        return statements;
    }

    /** SageMaker looks at the alarms with the caller's permissions (developer guide, auto-rollback configuration). */
    private List<Statement> alarms(List<DeployStage> stages) {
        List<Statement> statements = new ArrayList<>(grants.seeAlarms());
        List<String> own = stages.stream()
                .filter(stage -> !stage.deployment().configAlarms().isEmpty())
                .map(stage -> grants.arn("cloudwatch", "alarm:" + Grants.derivedFrom(stage.endpoint())))
                .toList();
        if (!own.isEmpty()) {
            statements.add(Statement.allow(
                            "OwnAlarms",
                            "cloudwatch:PutMetricAlarm",
                            "cloudwatch:DeleteAlarms",
                            "cloudwatch:TagResource")
                    .on(own));
        }
        return statements;
    }
}
