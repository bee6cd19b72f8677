package io.mlops.plan.iam;

import io.mlops.spec.Channel;
import io.mlops.spec.Checkpoints;
import io.mlops.spec.DataCapture;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Names;
import io.mlops.spec.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Writes the policies of what SageMaker runs: the training job, and the model behind an endpoint. */
final class ModelPolicies {
    private final Grants grants;
    private final Names names;

    ModelPolicies(Grants grants) {
        this.grants = grants;
        this.names = grants.names();
    }

    List<Statement> training() {
        Training training = grants.spec().training();
        List<String> readable = new ArrayList<>(training.channels().stream()
                .map(Channel::prefix)
                .map(prefix -> prefix + "*")
                .toList());
        if (training.script() != null) {
            readable.add(Names.CODE_PREFIX + "*");
        }
        return Grants.join(
                List.of(
                        Statement.allow("ReadChannels", "s3:GetObject").on(grants.keys(readable)),
                        Statement.allow("ListChannels", "s3:ListBucket").on(grants.bucket()),
                        Statement.allow("WriteModel", "s3:PutObject").on(grants.keys(Names.MODELS_PREFIX + "*")),
                        Statement.allow(
                                        "OpenLog",
                                        "logs:CreateLogGroup",
                                        "logs:CreateLogStream",
                                        "logs:DescribeLogStreams")
                                .on(grants.trainingLogs()),
                        Statement.allow("WriteLog", "logs:PutLogEvents").on(grants.trainingLogStreams()),
                        Grants.metrics()),
                checkpoints(training),
                grants.readImage(training.image()),
                grants.network(Stream.ofNullable(training.vpc()).toList()),
                grants.useKey());
    }

    private List<Statement> checkpoints(Training training) {
        Checkpoints checkpoints = training.checkpoints();
        return checkpoints == null
                ? List.of()
                : List.of(Statement.allow("Checkpoints", "s3:GetObject", "s3:PutObject", "s3:DeleteObject")
                        .on(grants.keys(checkpoints.prefix() + "*")));
    }

    List<Statement> serving() {
        List<DeployStage> stages = grants.spec().deployStages();
        List<String> groups = Stream.concat(
                        stages.stream().map(DeployStage::endpoint), Stream.of(names.testEndpointPrefix() + "-*"))
                .map(endpoint -> grants.arn("logs", "log-group:" + Names.endpointLogGroup(endpoint) + ":*"))
                .toList();
        List<String> captured = stages.stream()
                .map(DeployStage::dataCapture)
                .filter(Objects::nonNull)
                .map(DataCapture::prefix)
                .distinct()
                .map(prefix -> prefix + "*")
                .toList();
        return Grants.join(
                List.of(
                        Statement.allow("ReadModel", "s3:GetObject").on(grants.keys(Names.MODELS_PREFIX + "*")),
                        Grants.writeLogs(groups, "logs:DescribeLogStreams", "logs:CreateLogGroup"),
                        Grants.metrics()),
                captured.isEmpty()
                        ? List.of()
                        : List.of(Statement.allow("Capture", "s3:PutObject").on(grants.keys(captured))),
                grants.readImage(grants.spec().training().servingImage()),
                grants.seeAlarms(),
                grants.network(stages.stream()
                        .map(DeployStage::vpc)
                        .filter(Objects::nonNull)
                        .toList()),
                grants.useKey());
    }
}
