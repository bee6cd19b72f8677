package io.mlops.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model is served.
 *
 * @param image the serving image; absent where the training image serves too
 * @param environment the serving container's variables; key and value at most 1024 characters, 16 entries
 * @param contentTypes MIME types that it takes, from 1
 * @param responseTypes MIME types that it answers in, from 1
 * @param transformInstanceTypes instance types of batch transform jobs
 */
public record Serving(
        @Nullable Image image,
        Map<String, String> environment,
        List<String> contentTypes,
        List<String> responseTypes,
        List<String> transformInstanceTypes) {
    /** Copies the collections, in their order. */
    public Serving {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        contentTypes = List.copyOf(contentTypes);
        responseTypes = List.copyOf(responseTypes);
        transformInstanceTypes = List.copyOf(transformInstanceTypes);
    }
}
