package io.mlops.local.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.mlops.local.account.Credentials;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Operation;
import io.mlops.local.call.Service;
import io.mlops.local.facts.Facts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/** Every HTTP request's way in: protocol, caller, operation, chain, answer. */
public final class HttpDoor implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

    private final Cloud cloud;
    private final Facts facts;
    private final Identification identification;
    private final JsonProtocol json;
    private final Map<String, Protocol> others = new ConcurrentHashMap<>();

    /**
     * Makes the door.
     *
     * @param cloud the emulated AWS behind it
     * @param facts what is known of its operations
     */
    public HttpDoor(Cloud cloud, Facts facts) {
        this.cloud = cloud;
        this.facts = facts;
        this.identification = new Identification(cloud.credentials());
        this.json = new JsonProtocol(facts);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String requestId = cloud.ids().uuid();
        WireRequest request = WireRequest.of(exchange);
        Optional<Identification.Scoped> scoped = Identification.scoped(request);
        Optional<String> service = scoped.flatMap(credential -> serviceOf(credential, request));
        Protocol protocol = protocolOf(request, service);
        try (exchange) {
            try {
                serve(exchange, request, scoped, protocol, requestId);
            } catch (AwsServiceException e) {
                drain(request);
                protocol.refuse(exchange, WireError.of(e, service.map(facts::of)), requestId);
            } catch (Exception e) {
                fail(exchange, request, protocol, requestId, e);
            }
        }
    }

    private void serve(
            HttpExchange exchange,
            WireRequest request,
            Optional<Identification.Scoped> scoped,
            Protocol protocol,
            String requestId)
            throws Exception {
        Identification.Scoped credential = scoped.orElseThrow(() -> Identification.missing(protocol));
        Credentials.AccessKey key = identification.identify(credential, request, protocol);
        Protocol.Routed routed = protocol.route(request, cloud.services());
        Operation operation = routed.operation();
        SdkRequest input = routed.input();
        Optional<BodyStream> body =
                Streams.takesBody(operation) ? Optional.of(Streams.body(request)) : Optional.empty();
        Streams.Sender sender = new Streams.Sender(exchange, protocol, operation, requestId);
        Call call = new Call(key.caller(), credential.region(), requestId, cloud);
        Object answer = cloud.chain().invoke(call, operation, Streams.input(operation, input, body), serving -> {
            Object target = operation.service().serving().apply(serving);
            return Streams.serve(target, operation, input, body, sender);
        });
        if (answer != null) {
            protocol.answer(exchange, operation, (SdkPojo) answer, requestId);
        }
    }

    /** Ends a call that went wrong here, or whose client went away; a body that has begun is cut off, not ended. */
    private static void fail(
            HttpExchange exchange, WireRequest request, Protocol protocol, String requestId, Exception e)
            throws IOException {
        boolean begun = exchange.getResponseCode() >= 0;
        boolean broken = e.getCause() instanceof BodyStream.BrokenOffException;
        if (e instanceof IOException || broken || (begun && e instanceof UncheckedIOException)) {
            LOG.debug("{} was broken off by its client", request, e);
        } else {
            LOG.error("{} failed", request, e);
            if (!begun) {
                protocol.refuse(exchange, WireError.internal(), requestId);
            }
        }
    }

    /** Reads what is left of a small body, so that the client sees the refusal and not a broken pipe. */
    private static void drain(WireRequest request) throws IOException {
        byte[] buffer = new byte[65536];
        for (int i = 0; i < 1024 && request.body().read(buffer) >= 0; i++) {}
    }

    private Optional<String> serviceOf(Identification.Scoped credential, WireRequest request) {
        boolean runtime =
                request.path().startsWith("/endpoints/") && request.path().endsWith("/invocations");
        return cloud.services().services().stream()
                .map(Service::name)
                .filter(name -> facts.names(name).signedAs().equals(credential.signingName()))
                .filter(name -> !name.startsWith("sagemaker") || name.equals("sagemaker-runtime") == runtime)
                .findFirst();
    }

    private Protocol protocolOf(WireRequest request, Optional<String> service) {
        if (request.header("x-amz-target").isPresent()) {
            return json;
        }
        boolean form = request.header("content-type").orElse("").startsWith("application/x-www-form-urlencoded");
        boolean query = form
                && service.map(name -> facts.names(name).protocol().equals("query"))
                        .orElse(false);
        String name = service.orElse("s3");
        return others.computeIfAbsent(name + query, key -> query ? new QueryProtocol(facts, name) : restOf(name));
    }

    private Protocol restOf(String service) {
        return facts.names(service).protocol().startsWith("rest") ? new RestProtocol(facts, service) : json;
    }
}
