package io.mlops.deploy.endpoint;

import io.mlops.contract.DeploySettings;
import io.mlops.contract.TagKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/**
 * Deletes an endpoint's old configs with their models and alarms, beyond the last N that are kept to roll back to, and only
 * those that the function made for this endpoint: its tags say so. Alarms and model go first, so that an invocation that is
 * cut off leaves the config to be found by the next.
 */
final class Leftovers {
    private final SageMakerClient sageMaker;
    private final RollbackAlarms alarms;

    Leftovers(SageMakerClient sageMaker, RollbackAlarms alarms) {
        this.sageMaker = sageMaker;
        this.alarms = alarms;
    }

    /**
     * Something that has the name of a config.
     *
     * @param arn its ARN, of the config where there is one, else of the model
     * @param made when
     */
    private record Made(String arn, Instant made) {}

    /**
     * Deletes what is old. What is younger than the served config is left: another deployment may be at work with it.
     *
     * @param current the config that is served
     * @param previous the one that was served before, which is kept if any is
     * @return the names of what was deleted
     */
    List<String> delete(DeploySettings settings, String current, String previous) {
        Map<String, Made> made = find(settings.endpointName());
        Made served = made.get(current);
        if (served == null) {
            return List.of();
        }
        boolean previousKept = settings.kept() > 0 && made.containsKey(previous) && !previous.equals(current);
        List<Map.Entry<String, Made>> old = made.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(current))
                .filter(entry -> !(previousKept && entry.getKey().equals(previous)))
                .filter(entry -> entry.getValue().made().isBefore(served.made()))
                .sorted(Comparator.comparing((Map.Entry<String, Made> entry) ->
                                entry.getValue().made())
                        .reversed())
                .toList();
        int places = settings.kept() - (previousKept ? 1 : 0);
        List<String> deleted = new ArrayList<>();
        for (Map.Entry<String, Made> entry : old) {
            Map<String, String> tags =
                    ReleaseTags.readIfThere(sageMaker, entry.getValue().arn());
            if (!ours(tags, settings) || places-- > 0) {
                continue;
            }
            if (!isServed(settings.endpointName(), current)) {
                // Another deployment has begun meanwhile, perhaps with one of these.
                return deleted;
            }
            delete(entry.getKey(), tags);
            deleted.add(entry.getKey());
        }
        return deleted;
    }

    private boolean isServed(String endpoint, String config) {
        DescribeEndpointResponse live = sageMaker.describeEndpoint(describe -> describe.endpointName(endpoint));
        return live.endpointStatus() == EndpointStatus.IN_SERVICE && config.equals(live.endpointConfigName());
    }

    /** Models alone are those of an invocation that was cut off before it made the config. */
    private Map<String, Made> find(String endpoint) {
        String start = EndpointConfigName.start(endpoint);
        Map<String, Made> made = new HashMap<>();
        sageMaker.listModelsPaginator(list -> list.nameContains(start)).models().stream()
                .filter(model -> EndpointConfigName.matches(model.modelName(), endpoint))
                .forEach(model -> made.put(model.modelName(), new Made(model.modelArn(), model.creationTime())));
        sageMaker.listEndpointConfigsPaginator(list -> list.nameContains(start)).endpointConfigs().stream()
                .filter(config -> EndpointConfigName.matches(config.endpointConfigName(), endpoint))
                .forEach(config -> made.put(
                        config.endpointConfigName(), new Made(config.endpointConfigArn(), config.creationTime())));
        return made;
    }

    private static boolean ours(Map<String, String> tags, DeploySettings settings) {
        return settings.endpointName().equals(tags.get(TagKeys.ENDPOINT))
                && settings.stage().equals(tags.get(TagKeys.STAGE));
    }

    private void delete(String name, Map<String, String> tags) {
        if (Attempts.hasAlarms(tags)) {
            alarms.delete(name);
        }
        quietly(() -> sageMaker.deleteModel(delete -> delete.modelName(name)));
        quietly(() -> sageMaker.deleteEndpointConfig(delete -> delete.endpointConfigName(name)));
    }

    private static void quietly(Runnable deletion) {
        try {
            deletion.run();
        } catch (SageMakerException e) {
            if (!SageMakerErrors.notFound(e)) {
                throw e;
            }
        }
    }
}
