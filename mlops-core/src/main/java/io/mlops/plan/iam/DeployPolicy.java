package io.mlops.plan.iam;

import io.mlops.spec.DeployStage;
import io.mlops.spec.Deployment;
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
                        "sagemaker:AddTags",
                        "sagemaker:ListTags")
                .on(arns));
        statements.addAll(alarms(stages));
        statements.add(grants.passRole(Actor.SERVING));
        return statements;
    }

    /** SageMaker looks at the alarms with the caller's permissions (developer guide, auto-rollback configuration). */
    private List<Statement> alarms(List<DeployStage> stages) {
        List<Statement> statements = new ArrayList<>();
        List<Deployment> watched = stages.stream()
                .map(DeployStage::deployment)
                .filter(deployment -> !deployment.rollbackAlarms().isEmpty()
                        || !deployment.configAlarms().isEmpty())
                .toList();
        if (!watched.isEmpty()) {
            statements.add(
                    Statement.allow("SeeAlarms", "cloudwatch:DescribeAlarms").on(grants.arn("cloudwatch", "alarm:*")));
        }
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
