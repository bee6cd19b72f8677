package io.mlops.local.lambda;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.call.Call;
import io.mlops.local.call.HonouredMembers;
import io.mlops.local.call.Refusals;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.State;

/** The Invoke operation (limits: AWS Lambda developer guide, "Lambda quotas"). */
final class Invoking {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_BYTES = 6 * 1024 * 1024;
    private static final int MOST_EVENT_BYTES = 1024 * 1024;

    private final Call call;
    private final StoredFunction function;

    Invoking(Call call, StoredFunction function) {
        this.call = call;
        this.function = function;
    }

    InvokeResponse invoke(InvokeRequest request) {
        HonouredMembers.others(request, Set.of("FunctionName", "Qualifier", "InvocationType", "LogType", "Payload"))
                .stream()
                .findFirst()
                .ifPresent(member -> {
                    throw LambdaErrors.unsupported(member);
                });
        byte[] payload =
                request.payload() == null ? new byte[0] : request.payload().asByteArray();
        boolean event = request.invocationType() == InvocationType.EVENT;
        requireSize(payload.length, event);
        requireJson(payload);
        if (function.configuration().state() == State.PENDING) {
            throw LambdaErrors.conflict(
                    "The operation cannot be performed at this time. The function is currently in the"
                            + " following state: Pending");
        }
        if (request.invocationType() == InvocationType.DRY_RUN) {
            return InvokeResponse.builder().statusCode(204).build();
        }
        Invoker invoker = new Invoker(call.cloud(), call.region(), function);
        if (event) {
            invoker.accept(call.requestId(), payload);
            return InvokeResponse.builder().statusCode(202).build();
        }
        Invocation.Answer answer = invoker.invoke(call.requestId(), payload).join();
        return InvokeResponse.builder()
                .statusCode(200)
                .executedVersion("$LATEST")
                .functionError(answer.failed() ? "Unhandled" : null)
                .logResult(request.logType() == LogType.TAIL ? answer.logTail() : null)
                .payload(answer.payload())
                .build();
    }

    private static void requireSize(int bytes, boolean event) {
        if (event && bytes > MOST_EVENT_BYTES) {
            throw tooLarge(bytes + " byte payload is too large for the Event invocation type (limit " + MOST_EVENT_BYTES
                    + " bytes)");
        } else if (bytes > MOST_BYTES) {
            throw tooLarge("Request must be smaller than " + MOST_BYTES + " bytes for the InvokeFunction operation");
        }
    }

    /** AWS's code on the wire is not the one in its model, which is RequestTooLargeException. */
    static AwsServiceException tooLarge(String message) {
        return Refusals.of("RequestEntityTooLargeException", 413, message);
    }

    private static void requireJson(byte[] payload) {
        try {
            if (payload.length > 0) {
                JSON.readTree(payload);
            }
        } catch (IOException e) {
            throw InvalidRequestContentException.builder()
                    .message("Could not parse request body into json: Could not parse payload into json: "
                            + e.getClass().getSimpleName())
                    .build();
        }
    }
}
