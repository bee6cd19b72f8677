package io.mlops.local.ssm;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;

/** The parameters of an account in a region. */
public final class Parameters {
    private final Map<String, Stored> byName = new ConcurrentHashMap<>();

    /**
     * A parameter.
     *
     * @param tier what it costs
     * @param tags by key
     * @param versions the latest hundred, the newest last
     */
    record Stored(ParameterTier tier, Map<String, String> tags, List<Parameter> versions) {
        /** Copies the collections. */
        Stored {
            tags = Map.copyOf(tags);
            versions = List.copyOf(versions);
        }

        Parameter latest() {
            return versions.get(versions.size() - 1);
        }
    }

    private Parameters() {}

    static Parameters of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Parameters.class, scope, made -> new Parameters());
    }

    /**
     * Gives each parameter's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        of(cloud, scope)
                .byName
                .values()
                .forEach(stored -> tags.put(stored.latest().arn(), stored.tags()));
        return tags;
    }

    Map<String, Stored> byName() {
        return byName;
    }
}
