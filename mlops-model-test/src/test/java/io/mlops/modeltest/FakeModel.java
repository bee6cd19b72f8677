package io.mlops.modeltest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/** A model behind an endpoint that scores the first feature of a row, in CSV and in JSON. */
final class FakeModel implements SageMakerRuntimeClient {
    final List<InvokeEndpointRequest> requests = new ArrayList<>();
    ToDoubleFunction<String> csv = Double::parseDouble;
    ToDoubleFunction<String> json = Double::parseDouble;
    boolean broken;
    Runnable whenAsked = () -> {};

    @Override
    public InvokeEndpointResponse invokeEndpoint(InvokeEndpointRequest request) {
        requests.add(request);
        whenAsked.run();
        if (broken) {
            throw ModelErrorException.builder()
                    .originalStatusCode(500)
                    .originalMessage("unknown category")
                    .build();
        }
        String body = request.body().asUtf8String();
        return InvokeEndpointResponse.builder()
                .body(SdkBytes.fromUtf8String(request.contentType().equals("text/csv") ? csv(body) : json(body)))
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private String csv(String body) {
        return body.lines()
                .map(line -> Double.toString(csv.applyAsDouble(line.split(",", -1)[0])))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String json(String body) {
        try {
            JsonMapper mapper = new JsonMapper();
            ObjectNode answer = mapper.createObjectNode();
            ArrayNode predictions = answer.putArray("predictions");
            for (JsonNode instance : mapper.readTree(body).path("instances")) {
                predictions
                        .addObject()
                        .put(
                                "score",
                                json.applyAsDouble(
                                        instance.path("features").path(0).asText()));
            }
            return answer.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
