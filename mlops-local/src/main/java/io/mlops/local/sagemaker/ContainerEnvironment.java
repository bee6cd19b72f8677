package io.mlops.local.sagemaker;

import io.mlops.local.account.ChildEnvironment;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.call.Cloud;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The environment of a container's process. */
final class ContainerEnvironment {
    private static final Set<String> CREDENTIALS =
            Set.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL");

    private ContainerEnvironment() {}

    /**
     * Makes the environment: what every child gets, the execution role's session, and the request's own variables,
     * which may replace any but AWS's. With network isolation there are no credentials and no endpoint.
     */
    static Map<String, String> of(
            Cloud cloud, ContainerRoot root, String region, AccessKey key, boolean isolated, Map<String, String> own) {
        Map<String, String> environment = new LinkedHashMap<>(
                ChildEnvironment.of(root.home(), cloud.settings().endpoint(), region, key));
        if (isolated) {
            environment.keySet().removeAll(CREDENTIALS);
        }
        own.forEach((name, value) -> {
            if (!name.startsWith("AWS_") || !environment.containsKey(name)) {
                environment.put(name, value);
            }
        });
        environment.put("SAGEMAKER_BASE_DIR", root.optMl().toString());
        return environment;
    }
}
