package io.mlops.local.sagemaker;

import io.mlops.local.call.Call;
import io.mlops.local.sagemaker.ContainerPort.Answer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/** One request that a variant's container answers. */
final class Invocation {
    private static final int LONGEST_MESSAGE = 4096;

    private final Call call;
    private final InvokeEndpointRequest request;
    private final VariantServer server;
    private final Optional<DataCapture> capture;

    Invocation(Call call, InvokeEndpointRequest request, VariantServer server, Optional<DataCapture> capture) {
        this.call = call;
        this.request = request;
        this.server = server;
        this.capture = capture;
    }

    /**
     * Sends the body and passes the answer on.
     *
     * @throws ModelErrorException if no success came within 60 s
     */
    <T> T send(byte[] body, ResponseTransformer<InvokeEndpointResponse, T> answer) throws IOException {
        Answer answered = answered(body);
        if (answered.status() < 200 || answered.status() >= 300) {
            byte[] said = answered.body().asByteArrayUnsafe();
            throw failure(
                    answered.status(),
                    new String(said, 0, Math.min(said.length, LONGEST_MESSAGE), StandardCharsets.UTF_8));
        }
        capture.ifPresent(to -> to.take(request, body, answered));
        return transform(answered, answer);
    }

    private Answer answered(byte[] body) {
        Optional<ContainerPort> port = server.port();
        if (port.isEmpty()) {
            throw failure(0, "The container of variant " + server.variant().variantName() + " is not running.");
        }
        try {
            return port.get().invoke(headers(), body, call.cloud().scheduler());
        } catch (SocketTimeoutException e) {
            throw failure(
                    0,
                    "Your invocation timed out while waiting for a response from container primary. Review the latency"
                            + " metrics for each container in Amazon CloudWatch, resolve the issue, and try again.");
        } catch (IOException e) {
            throw failure(0, "The container did not answer: " + e.getMessage());
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", request.contentType() == null ? "application/octet-stream" : request.contentType());
        headers.put("Accept", request.accept() == null ? "*/*" : request.accept());
        if (request.customAttributes() != null) {
            headers.put(ContainerPort.CUSTOM_ATTRIBUTES, request.customAttributes());
        }
        if (request.inferenceId() != null) {
            headers.put("X-Amzn-SageMaker-Inference-Id", request.inferenceId());
        }
        if (request.targetVariant() != null) {
            headers.put("X-Amzn-SageMaker-Target-Variant", request.targetVariant());
        }
        return headers;
    }

    private <T> T transform(Answer answered, ResponseTransformer<InvokeEndpointResponse, T> answer) throws IOException {
        InvokeEndpointResponse response = InvokeEndpointResponse.builder()
                .contentType(answered.contentType())
                .invokedProductionVariant(server.variant().variantName())
                .customAttributes(answered.customAttributes())
                .build();
        try {
            return answer.transform(
                    response, AbortableInputStream.create(answered.body().asInputStream()));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private ModelErrorException failure(int status, String said) {
        String endpoint = request.endpointName();
        String group = "/aws/sagemaker/Endpoints/" + endpoint;
        String message = "Received " + (status >= 400 && status < 500 ? "client" : "server") + " error (" + status
                + ") from primary with message \"" + said + "\". See https://" + call.region()
                + ".console.aws.amazon.com/cloudwatch/home?region=" + call.region() + "#logEventViewer:group=" + group
                + " in account " + call.caller().accountId() + " for more information.";
        return ModelErrorException.builder()
                .message(message)
                .originalStatusCode(status)
                .originalMessage(said)
                .logStreamArn(call.scope().arn("logs", "log-group:" + group))
                .build();
    }
}
