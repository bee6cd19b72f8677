package io.mlops.plan;

import io.mlops.spec.Names;
import java.util.Map;
import java.util.Set;

/**
 * The Lambda function that deploys models.
 *
 * @param name the function's name
 * @param role the ARN of its role
 * @param handler class and method
 * @param runtime as {@code java21}
 * @param memorySize in MB, 128 to 10240
 * @param timeout in seconds, 1 to 900
 * @param codeSha256 the SHA-256 of its jar, Base64 as Lambda gives it
 * @param tags by key
 */
public record Function(
        String name,
        String role,
        String handler,
        String runtime,
        int memorySize,
        int timeout,
        String codeSha256,
        Map<String, String> tags)
        implements Resource {
    /** Sorts the tags. */
    public Function {
        tags = Fields.sorted(tags);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(ResourceType.FUNCTION, name);
    }

    @Override
    public Set<ResourceId> dependsOn() {
        return Set.of(
                Role.ofArn(role),
                new ResourceId(ResourceType.OBJECT, Names.FUNCTION_CODE_KEY),
                new ResourceId(ResourceType.LOG_GROUP, Names.functionLogGroup(name)));
    }

    @Override
    public Map<String, String> fields() {
        return new Fields()
                .put("Role", role)
                .put("Handler", handler)
                .put("Runtime", runtime)
                .put("MemorySize", memorySize)
                .put("Timeout", timeout)
                .put("CodeSha256", codeSha256)
                .tagged(tags);
    }

    @Override
    public String summary() {
        return runtime + ", " + memorySize + " MB, at most " + timeout + " s";
    }
}
