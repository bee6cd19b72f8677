package io.mlops.local.facts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the emulator needs to know of AWS's operations beyond the SDK's shapes. All is read when it is first asked for, so
 * that an emulator that nobody calls has loaded no JSON library: the index of services with the first call, a service's
 * operations, errors and shapes when that is first called.
 */
public final class Facts {
    private final Map<String, ServiceFacts> read = new ConcurrentHashMap<>();

    private Facts() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Index(Map<String, Names> services) {
        private static final Map<String, Names> ALL =
                Map.copyOf(Facts.read("index", Index.class).services());
    }

    private static final class Json {
        private static final JsonMapper MAPPER = JsonMapper.builder().build();
    }

    /**
     * How a service is named on the wire.
     *
     * @param protocol botocore's name of the protocol, as {@code rest-xml}
     * @param jsonVersion the version of AWS JSON, as {@code 1.1}
     * @param targetPrefix what comes before the operation in {@code X-Amz-Target}, of AWS JSON
     * @param xmlNamespace the answers' namespace, of AWS Query
     * @param endpointPrefix the service's host name on AWS
     * @param signingName the service's name in signatures, where it is another
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Names(
            String protocol,
            @Nullable String jsonVersion,
            @Nullable String targetPrefix,
            @Nullable String xmlNamespace,
            String endpointPrefix,
            @Nullable String signingName) {
        /**
         * Names the service as signatures do.
         *
         * @return the signing name
         */
        public String signedAs() {
            return signingName == null ? endpointPrefix : signingName;
        }
    }

    /**
     * Makes the facts known.
     *
     * @return the facts
     */
    public static Facts load() {
        return new Facts();
    }

    /**
     * Lists the services.
     *
     * @return their names on the wire, by botocore's name of the service
     */
    public Map<String, Names> services() {
        return Index.ALL;
    }

    /**
     * Gives a service's names on the wire.
     *
     * @param service botocore's name of the service
     * @return its names
     * @throws IllegalArgumentException if there are none
     */
    public Names names(String service) {
        Names names = services().get(service);
        if (names == null) {
            throw new IllegalArgumentException("no facts of " + service);
        }
        return names;
    }

    /**
     * Gives a service's facts.
     *
     * @param service botocore's name of the service
     * @return its facts
     * @throws IllegalArgumentException if there are none
     */
    public ServiceFacts of(String service) {
        names(service);
        return read.computeIfAbsent(service, name -> read(name, ServiceFacts.class));
    }

    private static <T> T read(String name, Class<T> type) {
        try (InputStream stream = Facts.class.getResourceAsStream(name + ".json")) {
            if (stream == null) {
                throw new IllegalStateException("facts/" + name + ".json is missing from the jar");
            }
            return Json.MAPPER.readValue(stream, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
