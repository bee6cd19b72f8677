package io.mlops.local.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.mlops.local.account.Credentials;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.LostConnectionException;
import io.mlops.local.call.Operation;
import io.mlops.local.facts.Facts;
import io.mlops.local.facts.ServiceFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/**
 * Every HTTP request's way in: protocol, caller, operation, chain, answer. Every request must be signed with a secret
 * that only this emulator gave out, so that a page in a browser can have nothing done by sending one: the {@code Host}
 * and {@code Origin} headers need no check of their own.
 */
public final class HttpDoor implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

    private final Cloud cloud;
    private final Facts facts;
    private final Identification identification;
    private final Protocols protocols;

    /**
     * Makes the door.
     *
     * @param cloud the emulated AWS behind it
     * @param facts what is known of its operations
     */
    public HttpDoor(Cloud cloud, Facts facts) {
        this.cloud = cloud;
        this.facts = facts;
        this.identification = new Identification(cloud.credentials(), cloud.scheduler());
        this.protocols = new Protocols(cloud.services(), facts);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String requestId = cloud.ids().uuid();
        WireRequest request = WireRequest.of(exchange);
        try (exchange) {
            Protocol protocol = protocols.of(request, Optional.empty());
            Optional<String> service = Optional.empty();
            try {
                Optional<Authentication> authentication = Authentication.of(request);
                Optional<Authentication.Scope> scope = authentication.flatMap(Authentication::scope);
                service = scope.flatMap(known -> protocols.service(known.signingName(), request));
                protocol = protocols.of(request, service);
                serve(exchange, request, authentication, protocol, requestId);
            } catch (AwsServiceException e) {
                drain(request);
                Optional<ServiceFacts> known = service.map(facts::of);
                protocol.refuse(exchange, WireError.of(e, known), requestId);
            } catch (LostConnectionException e) {
                LOG.debug("{}: {}", request, e.getMessage());
            } catch (Exception e) {
                fail(exchange, request, protocol, requestId, e);
            }
        }
    }

    private void serve(
            HttpExchange exchange,
            WireRequest request,
            Optional<Authentication> authentication,
            Protocol protocol,
            String requestId)
            throws Exception {
        Authentication signature = authentication.orElseThrow(() -> new SignatureErrors(protocol.kind()).missing());
        Credentials.AccessKey key = identification.identify(signature, request, protocol.kind());
        Authentication.Scope scope = signature.scope().orElseThrow();
        if (protocol.kind() == Protocol.Kind.REST_XML && !scope.signingName().equals("s3")) {
            throw SignatureErrors.malformed(
                    "incorrect service \"" + scope.signingName() + "\". This endpoint belongs to \"s3\".");
        }
        Protocol.Routed routed = protocol.route(request, cloud.services());
        Operation operation = routed.operation();
        requireScope(scope, operation, protocol);
        SdkRequest input = routed.input().decode();
        Optional<BodyStream> body =
                Streams.takesBody(operation) ? Optional.of(Streams.body(request)) : Optional.empty();
        Call call = new Call(key.caller(), scope.region(), requestId, cloud);
        Runnable answering = () -> cloud.chain().faults().answering(call, operation);
        Streams.Sender sender = new Streams.Sender(exchange, protocol, operation, requestId, answering);
        Object answer = cloud.chain().invoke(call, operation, Streams.input(operation, input, body), serving -> {
            Object target = operation.service().serving().apply(serving);
            return Streams.serve(target, operation, input, body, sender);
        });
        if (answer != null) {
            answering.run();
            protocol.answer(exchange, operation, (SdkPojo) answer, requestId);
        }
    }

    /** AWS JSON names the service beside the signature, and both must name the same. */
    private void requireScope(Authentication.Scope scope, Operation operation, Protocol protocol) {
        String service = facts.names(operation.service().name()).signedAs();
        if (!scope.signingName().equals(service)) {
            throw new SignatureErrors(protocol.kind()).otherService(service);
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
    private static void drain(WireRequest request) {
        byte[] buffer = new byte[65536];
        try {
            for (int i = 0; i < 1024 && request.received().read(buffer) >= 0; i++) {}
        } catch (IOException e) {
            LOG.debug("{} has no more to read", request, e);
        }
    }
}
