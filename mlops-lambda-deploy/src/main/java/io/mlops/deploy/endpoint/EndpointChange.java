package io.mlops.deploy.endpoint;

import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.ContinuationToken;
import io.mlops.deploy.job.JobResult;
import io.mlops.deploy.report.StepLog;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.PendingDeploymentSummary;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.UpdateEndpointRequest;

/** Asks SageMaker to create, to update or to replace the endpoint, once an attempt; the config's tag is written before. */
final class EndpointChange {
    private final SageMakerClient sageMaker;
    private final EndpointConfigs configs;
    private final Attempts attempts;
    private final RollbackAlarms alarms;
    private final VariantScaling scaling;

    EndpointChange(
            SageMakerClient sageMaker,
            EndpointConfigs configs,
            Attempts attempts,
            RollbackAlarms alarms,
            VariantScaling scaling) {
        this.sageMaker = sageMaker;
        this.configs = configs;
        this.attempts = attempts;
        this.alarms = alarms;
        this.scaling = scaling;
    }

    JobResult create(Release release, ContinuationToken token, String configArn, Fence fence, StepLog log) {
        String name = release.settings().endpointName();
        String config = EndpointConfigName.of(release);
        Map<String, String> tags = ReleaseTags.read(sageMaker, configArn);
        attempts.note(configArn, tags, release, token, "absent", "");
        // Those of a Failed endpoint that this one replaces lie on the config.
        tags.keySet().removeIf(key -> key.startsWith("aws:") || key.startsWith("mlops:"));
        tags.putAll(ReleaseTags.ofEndpoint(release));
        if (!fence.isOpen()) {
            return held(name, token);
        }
        try {
            sageMaker.createEndpoint(create ->
                    create.endpointName(name).endpointConfigName(config).tags(ReleaseTags.sageMaker(tags)));
        } catch (SageMakerException e) {
            if (SageMakerErrors.exists(e)) {
                return already(release, token);
            }
            throw e;
        }
        log.step("CreateEndpoint", "with " + config);
        return new JobResult.InProgress(
                "endpoint " + name + " is being created with " + config, 50, token.nowChanging());
    }

    JobResult update(
            Release release,
            ContinuationToken token,
            DescribeEndpointResponse live,
            String configArn,
            Fence fence,
            StepLog log) {
        String config = EndpointConfigName.of(release);
        if (RollbackAlarms.ofConfig(release)) {
            attempts.noteAlarms(configArn);
        }
        RollbackAlarms.Ready ready = alarms.ensure(release, config);
        if (ready.delay().isPresent()) {
            return new JobResult.InProgress(
                    "endpoint " + live.endpointName() + " is not updated yet: "
                            + ready.delay().get(),
                    10,
                    token);
        }
        Optional<DescribeEndpointConfigResponse> before = configs.describe(live.endpointConfigName());
        Retention retention = Retention.of(release.settings(), live, before);
        scaling.makeWay(release.settings(), before);
        String changes = ConfigChanges.between(before, configs.describe(config));
        attempts.note(
                configArn,
                ReleaseTags.read(sageMaker, configArn),
                release,
                token,
                String.valueOf(live.lastModifiedTime()),
                live.endpointConfigName());
        UpdateEndpointRequest.Builder request = UpdateEndpointRequest.builder()
                .endpointName(live.endpointName())
                .endpointConfigName(config)
                .overrideConfiguration(o -> o.apiCallTimeout(Fence.CALL));
        if (retention.retain()) {
            request.retainAllVariantProperties(true);
            if (!retention.excluded().isEmpty()) {
                request.excludeRetainedVariantProperties(retention.excluded().stream()
                        .map(type -> software.amazon.awssdk.services.sagemaker.model.VariantProperty.builder()
                                .variantPropertyType(type)
                                .build())
                        .toList());
            }
        }
        DeploymentConfigs.of(release.settings().deployment(), ready.names()).ifPresent(request::deploymentConfig);
        if (!fence.isOpen()) {
            return held(live.endpointName(), token);
        }
        try {
            sageMaker.updateEndpoint(request.build());
        } catch (SageMakerException e) {
            if (SageMakerErrors.busy(e)) {
                return already(release, token);
            }
            throw e;
        }
        log.step("UpdateEndpoint", "from " + live.endpointConfigName() + " to " + config + changes);
        return new JobResult.InProgress(
                "endpoint " + live.endpointName() + " is being updated from " + live.endpointConfigName() + " to "
                        + config + changes,
                50,
                token.nowChanging());
    }

    /**
     * An endpoint that failed cannot be updated: the next invocation finds it gone and creates it. Its tags are kept on the
     * config until then.
     */
    JobResult replace(
            Release release, ContinuationToken token, DescribeEndpointResponse failed, String configArn, StepLog log) {
        Map<String, String> tags = ReleaseTags.readIfThere(sageMaker, failed.endpointArn());
        tags.keySet().removeIf(key -> key.startsWith("aws:") || key.startsWith("mlops:"));
        tags.keySet().removeAll(release.settings().tags().keySet());
        if (!tags.isEmpty()) {
            sageMaker.addTags(add -> add.resourceArn(configArn).tags(ReleaseTags.sageMaker(tags)));
        }
        try {
            sageMaker.deleteEndpoint(delete -> delete.endpointName(failed.endpointName()));
        } catch (SageMakerException e) {
            // A duplicate of this invocation was faster.
            if (!SageMakerErrors.busy(e) && !SageMakerErrors.notFound(e)) {
                throw e;
            }
        }
        log.step("DeleteEndpoint", "it was Failed" + EndpointAnswers.reason(failed));
        return new JobResult.InProgress(
                "endpoint " + failed.endpointName() + " was Failed" + EndpointAnswers.reason(failed)
                        + ": it is being replaced",
                10,
                token);
    }

    private static JobResult held(String name, ContinuationToken token) {
        return new JobResult.InProgress(
                "endpoint " + name + " is looked at again: the invocation was held up for more than "
                        + Fence.LONGEST.toSeconds() + " seconds",
                10,
                token);
    }

    /**
     * The endpoint is being changed already. Where SageMaker says that it goes elsewhere, that is somebody else's change, to
     * be waited for; else a duplicate of this invocation was faster, and the next look judges what came of it: better a
     * failure that is none than an update that may have been rolled back already.
     */
    private JobResult already(Release release, ContinuationToken token) {
        String name = release.settings().endpointName();
        DescribeEndpointResponse live = sageMaker.describeEndpoint(describe -> describe.endpointName(name));
        PendingDeploymentSummary pending = live.pendingDeploymentSummary();
        String to = pending == null ? live.endpointConfigName() : pending.endpointConfigName();
        boolean busy = live.endpointStatus() != EndpointStatus.IN_SERVICE;
        if (busy
                && (pending != null || live.endpointStatus() == EndpointStatus.CREATING)
                && !EndpointConfigName.of(release).equals(to)) {
            return new JobResult.InProgress(
                    "endpoint " + name + " is being changed to " + to + " by somebody else", 10, token.refused());
        }
        return new JobResult.InProgress("endpoint " + name + " is being changed already", 50, token.nowChanging());
    }
}
