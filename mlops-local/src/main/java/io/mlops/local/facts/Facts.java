package io.mlops.local.facts;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the emulator needs to know of AWS's operations beyond the SDK's shapes.
 *
 * @param services facts by botocore's name of the service
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Facts(Map<String, ServiceFacts> services) {
    /**
     * Facts of a service.
     *
     * @param protocol botocore's name of the protocol, as {@code rest-xml}
     * @param targetPrefix what comes before the operation in {@code X-Amz-Target}, of AWS JSON
     * @param xmlNamespace the answers' namespace, of AWS Query
     * @param endpointPrefix the service's host name on AWS
     * @param signingName the service's name in signatures, where it is another
     * @param operations by name
     * @param errors by the name of their shape
     * @param shapes input shapes by name
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ServiceFacts(
            String protocol,
            @Nullable String targetPrefix,
            @Nullable String xmlNamespace,
            String endpointPrefix,
            @Nullable String signingName,
            Map<String, OperationFacts> operations,
            Map<String, ErrorFacts> errors,
            Map<String, ShapeFacts> shapes) {
        /**
         * Names the service as signatures do.
         *
         * @return the signing name
         */
        public String signedAs() {
            return signingName == null ? endpointPrefix : signingName;
        }

        /**
         * Finds an error by its shape's name, or by the name that the SDK gave to its class.
         *
         * @param name the name
         * @return its facts
         */
        public Optional<ErrorFacts> error(String name) {
            ErrorFacts exact = errors.get(name);
            return exact == null && name.endsWith("Exception")
                    ? Optional.ofNullable(errors.get(name.substring(0, name.length() - "Exception".length())))
                    : Optional.ofNullable(exact);
        }
    }

    /**
     * Facts of an operation.
     *
     * @param method the HTTP verb
     * @param uri the path's template
     * @param status the status of success
     * @param querystring query parameters without which it is another operation
     * @param header headers without which it is another operation
     * @param input the input shape's name
     * @param wrapper the element around the result, of AWS Query
     */
    public record OperationFacts(
            String method,
            String uri,
            int status,
            @Nullable List<String> querystring,
            @Nullable List<String> header,
            @Nullable String input,
            @Nullable String wrapper) {}

    /**
     * Facts of an error.
     *
     * @param code its code on the wire
     * @param status its HTTP status
     */
    public record ErrorFacts(String code, int status) {}

    /**
     * Facts of an input shape.
     *
     * @param required a structure's required members
     * @param members a structure's members that lead to required ones, with their shapes
     * @param element a list's or map's element's shape
     */
    public record ShapeFacts(
            @Nullable List<String> required,
            @Nullable Map<String, String> members,
            @Nullable String element) {}

    /**
     * Reads the facts.
     *
     * @return all facts
     */
    public static Facts load() {
        try (InputStream stream = Facts.class.getResourceAsStream("facts.json")) {
            if (stream == null) {
                throw new IllegalStateException("facts.json is missing from the jar");
            }
            return JsonMapper.builder().build().readValue(stream, Facts.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Gives a service's facts.
     *
     * @param service botocore's name of the service
     * @return its facts
     * @throws IllegalArgumentException if there are none
     */
    public ServiceFacts of(String service) {
        ServiceFacts facts = services.get(service);
        if (facts == null) {
            throw new IllegalArgumentException("no facts of " + service);
        }
        return facts;
    }
}
