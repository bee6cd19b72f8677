package io.mlops.local.lambda;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.SdkBytes;

/** One invocation of a function: what goes in, and what comes out once. */
final class Invocation {
    private final String requestId;
    private final byte[] payload;
    private final Instant deadline;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    /**
     * What came out.
     *
     * @param payload the function's answer, or its error as JSON
     * @param failed whether it is an error
     * @param logTail the last 4 KB of its log, in base64; empty until the invocation's end was logged
     */
    record Answer(SdkBytes payload, boolean failed, String logTail) {
        Answer(SdkBytes payload, boolean failed) {
            this(payload, failed, "");
        }
    }

    Invocation(String requestId, byte[] payload, Instant deadline) {
        this.requestId = requestId;
        this.payload = payload;
        this.deadline = deadline;
    }

    String requestId() {
        return requestId;
    }

    byte[] payload() {
        return payload;
    }

    Instant deadline() {
        return deadline;
    }

    void answer(Answer given) {
        answer.complete(given);
    }

    CompletableFuture<Answer> answer() {
        return answer;
    }
}
