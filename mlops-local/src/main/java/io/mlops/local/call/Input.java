package io.mlops.local.call;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkRequest;

/**
 * A call's input.
 *
 * @param request the SDK's request
 * @param streamed names the member that came as a stream, and gives its summary once it was read
 */
public record Input(SdkRequest request, Optional<Streamed> streamed) {
    /**
     * An input without a stream.
     *
     * @param request the SDK's request
     * @return the input
     */
    public static Input of(SdkRequest request) {
        return new Input(request, Optional.empty());
    }

    /**
     * A member that came as a stream.
     *
     * @param member the member's name, as {@code Body}
     * @param summary its length and CRC-32, once the call was served
     */
    public record Streamed(String member, Supplier<String> summary) {}
}
