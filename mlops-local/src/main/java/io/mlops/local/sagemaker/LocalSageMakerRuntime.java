package io.mlops.local.sagemaker;

import io.mlops.local.call.Call;
import io.mlops.local.call.Refusals;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.ValidationErrorException;

/** SageMaker Runtime. */
public final class LocalSageMakerRuntime implements SageMakerRuntimeClient {
    private static final int MOST_CHOICES = 10;

    private final Call call;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalSageMakerRuntime(Call call) {
        this.call = call;
    }

    /**
     * Has a variant of an endpoint answer.
     *
     * @param request names the endpoint, and the variant where one is wanted
     * @param body at most 6 MiB
     * @param answer takes the container's answer
     * @param <T> what the answer becomes
     * @return what the answer became
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationError if the endpoint is not in
     *     service, ModelError if its container did not answer with success, code 413 for a larger body
     * @throws IOException if the caller went away
     */
    public <T> T invokeEndpoint(
            InvokeEndpointRequest request, RequestBody body, ResponseTransformer<InvokeEndpointResponse, T> answer)
            throws IOException {
        Shapes.refuseAllBut(
                request,
                "EndpointName",
                "Body",
                "ContentType",
                "Accept",
                "CustomAttributes",
                "TargetVariant",
                "InferenceId");
        Chosen chosen = enter(request);
        VariantServer server = chosen.server();
        try {
            EndpointMetrics metrics = new EndpointMetrics(
                    call,
                    request.endpointName(),
                    server.variant().variantName(),
                    chosen.fleet().config().endpointConfigName());
            byte[] sent = read(body);
            return metrics.measure(
                    () -> new Invocation(call, request, server, chosen.fleet().capture(server)).send(sent, answer));
        } finally {
            server.leave();
        }
    }

    private record Chosen(Fleet fleet, VariantServer server) {}

    /** Chooses a server and enters it; another where the one that was chosen was taken out of service just then. */
    private Chosen enter(InvokeEndpointRequest request) {
        Endpoint endpoint = Endpoints.of(call.cloud(), call.scope())
                .find(request.endpointName())
                .orElseThrow(() -> refused("Endpoint " + request.endpointName() + " of account "
                        + call.caller().accountId() + " not found."));
        for (int i = 0; i < MOST_CHOICES; i++) {
            Fleet fleet = endpoint.serving(ThreadLocalRandom.current().nextDouble())
                    .orElseThrow(() -> notInService(endpoint, request));
            VariantServer server = server(fleet, request);
            if (server.enter()) {
                return new Chosen(fleet, server);
            }
        }
        throw notInService(endpoint, request);
    }

    private RuntimeException notInService(Endpoint endpoint, InvokeEndpointRequest request) {
        return refused("Endpoint " + request.endpointName() + " of account "
                + call.caller().accountId() + " is not in service: its status is " + endpoint.status() + ".");
    }

    private static VariantServer server(Fleet fleet, InvokeEndpointRequest request) {
        return request.targetVariant() == null
                ? fleet.choose(ThreadLocalRandom.current().nextDouble())
                : fleet.server(request.targetVariant())
                        .orElseThrow(() -> refused("Variant " + request.targetVariant() + " not found for Request"));
    }

    private static RuntimeException refused(String message) {
        return ValidationErrorException.builder().message(message).build();
    }

    /** Reads the body; its stream is the wire's, which reads what is left where the call is refused. */
    private static byte[] read(RequestBody body) throws IOException {
        if (body.optionalContentLength()
                .filter(length -> length > ContainerPort.LARGEST_BODY)
                .isPresent()) {
            throw tooLarge();
        }
        byte[] read = body.contentStreamProvider().newStream().readNBytes(ContainerPort.LARGEST_BODY + 1);
        if (read.length > ContainerPort.LARGEST_BODY) {
            throw tooLarge();
        }
        return read;
    }

    private static RuntimeException tooLarge() {
        return Refusals.of("413", 413, "HTTP content length exceeded " + ContainerPort.LARGEST_BODY + " bytes.");
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
