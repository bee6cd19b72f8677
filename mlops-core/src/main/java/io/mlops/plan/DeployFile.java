package io.mlops.plan;

import io.mlops.contract.DeploySettings;
import io.mlops.plan.iam.Actor;
import io.mlops.spec.DataCapture;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Deployment;
import io.mlops.spec.Deployment.CapacitySize;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Scaling;
import io.mlops.spec.Serverless;
import io.mlops.spec.Variant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what the deploy function reads of one stage. */
final class DeployFile {
    private DeployFile() {}

    static DeploySettings of(PipelineSpec spec, DeployStage stage, Names names, Map<String, String> tags) {
        return new DeploySettings(
                DeploySettings.SCHEMA,
                spec.pipelineName(),
                stage.name(),
                stage.endpoint(),
                Actor.SERVING.roleArn(names),
                stage.variants().stream().map(DeployFile::variant).toList(),
                capture(stage.dataCapture(), names),
                deployment(stage.deployment()),
                SettingsFiles.vpc(stage.vpc()),
                stage.networkIsolation(),
                SettingsFiles.key(stage.volumeKmsKey()),
                stage.pendingAllowed(),
                stage.kept(),
                Math.toIntExact(stage.deadline().toMinutes()),
                tags);
    }

    private static DeploySettings.Variant variant(Variant variant) {
        Serverless serverless = variant.serverless();
        Scaling scaling = variant.scaling();
        return new DeploySettings.Variant(
                variant.name(),
                variant.instanceType().isEmpty() ? null : variant.instanceType(),
                variant.instances(),
                variant.weight(),
                serverless == null
                        ? null
                        : new DeploySettings.Serverless(
                                serverless.memorySizeInMB(),
                                serverless.maxConcurrency(),
                                serverless.provisionedConcurrency()),
                scaling == null
                        ? null
                        : new DeploySettings.Scaling(
                                scaling.minCapacity(),
                                scaling.maxCapacity(),
                                scaling.invocationsPerInstance(),
                                seconds(scaling.scaleInCooldown()),
                                seconds(scaling.scaleOutCooldown())),
                null,
                null);
    }

    private static DeploySettings.@Nullable DataCapture capture(@Nullable DataCapture capture, Names names) {
        if (capture == null) {
            return null;
        }
        String key = names.options().kmsKeyArn();
        return new DeploySettings.DataCapture(
                capture.samplingPercentage(),
                "s3://" + names.bucket() + "/" + capture.prefix(),
                Stream.of(capture.input() ? "Input" : "", capture.output() ? "Output" : "")
                        .filter(mode -> !mode.isEmpty())
                        .toList(),
                capture.csvContentTypes(),
                capture.jsonContentTypes(),
                SettingsFiles.key(key));
    }

    private static DeploySettings.Deployment deployment(Deployment deployment) {
        CapacitySize size = deployment.size();
        List<DeploySettings.ConfigAlarm> alarms = deployment.configAlarms().stream()
                .map(alarm -> new DeploySettings.ConfigAlarm(
                        alarm.metric(),
                        alarm.statistic(),
                        alarm.threshold(),
                        seconds(alarm.period()),
                        alarm.evaluationPeriods()))
                .toList();
        return new DeploySettings.Deployment(
                DeploySettings.Strategy.valueOf(deployment.strategy().name()),
                size == null
                        ? null
                        : new DeploySettings.CapacitySize(size.unit().name(), size.value()),
                seconds(deployment.waitInterval()),
                seconds(deployment.terminationWait()),
                seconds(deployment.maximumExecutionTimeout()),
                deployment.rollbackAlarms(),
                alarms);
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(duration.toSeconds());
    }
}
