package io.mlops.local.wire;

import com.sun.net.httpserver.HttpExchange;
import io.mlops.local.call.Operation;
import io.mlops.local.call.ServiceCatalog;
import java.io.IOException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;

/** One of AWS's wire protocols. It is chosen by the request, not by the service. */
interface Protocol {
    /** The families of protocols, which differ in their errors. */
    enum Kind {
        /** AWS JSON 1.0 and 1.1. */
        JSON,
        /** Smithy RPC v2 with CBOR. */
        CBOR,
        /** AWS Query. */
        QUERY,
        /** REST with JSON documents. */
        REST_JSON,
        /** REST with XML documents: S3. */
        REST_XML
    }

    Kind kind();

    /**
     * A request that found its operation.
     *
     * @param operation the operation
     * @param input decodes its input, once the caller is known
     */
    record Routed(Operation operation, Decoding input) {}

    /** Decodes an input. */
    @FunctionalInterface
    interface Decoding {
        SdkRequest decode() throws IOException;
    }

    Routed route(WireRequest request, ServiceCatalog services) throws IOException;

    void answer(HttpExchange exchange, Operation operation, SdkPojo output, String requestId) throws IOException;

    void refuse(HttpExchange exchange, WireError error, String requestId) throws IOException;
}
