package io.mlops.local.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;

/** The way of every call once its caller is identified: authorize, fault, validate, serve, record. */
public final class CallChain {
    private final Authorizer authorizer;
    private final Faults faults;
    private final Validator validator;
    private final CallListener listener;

    /**
     * Makes the chain.
     *
     * @param authorizer answers for IAM
     * @param faults faults on demand
     * @param validator refuses wrong input
     * @param listener is told of every call
     */
    public CallChain(Authorizer authorizer, Faults faults, Validator validator, CallListener listener) {
        this.authorizer = authorizer;
        this.faults = faults;
        this.validator = validator;
        this.listener = listener;
    }

    /**
     * Gives the faults on demand, for what happens after a call was answered.
     *
     * @return the faults
     */
    public Faults faults() {
        return faults;
    }

    /** Serves a call that may be served. */
    @FunctionalInterface
    public interface Serving {
        /**
         * Serves the call.
         *
         * @param call the call
         * @return the service's answer
         * @throws Exception the service's error
         */
        @Nullable
        Object serve(Call call) throws Exception;
    }

    /**
     * Takes a call down the chain.
     *
     * @param call the call
     * @param operation its operation
     * @param input its input
     * @param serving serves it
     * @return the service's answer
     * @throws Exception the service's error, or a refusal on the way
     */
    public @Nullable Object invoke(Call call, Operation operation, Input input, Serving serving) throws Exception {
        List<Authorization> authorizations = new ArrayList<>();
        String outcome = "InternalFailure";
        try {
            authorizations.addAll(authorizer.authorize(call, operation, input.request()));
            refuseDenied(operation, authorizations);
            faults.before(call, operation);
            validator.check(operation, input);
            Object answer = serving.serve(permitted(call, operation, authorizations));
            outcome = "ok";
            return answer;
        } catch (AwsServiceException e) {
            AwsServiceException shown = shown(call, operation, input, authorizations, e);
            outcome = ErrorCodes.of(shown);
            throw shown;
        } finally {
            listener.ended(call, operation, input, authorizations, outcome);
        }
    }

    /**
     * Asks IAM, for an action that a service asks for without a call of its caller's. It is told of as a call.
     *
     * @param call on whose behalf
     * @param operation the action as an operation
     * @param request names the resources
     * @throws AwsServiceException if it is denied
     */
    public void authorize(Call call, Operation operation, SdkRequest request) {
        List<Authorization> authorizations = authorizer.authorize(call, operation, request);
        String outcome = authorizer
                .refusal(operation, authorizations)
                .map(ErrorCodes::of)
                .orElse("ok");
        listener.ended(call, operation, Input.of(request), authorizations, outcome);
        refuseDenied(operation, authorizations);
    }

    private Call permitted(Call call, Operation operation, List<Authorization> authorizations) {
        Map<String, AwsServiceException> refused = authorizer.refusals(operation, authorizations);
        return refused.isEmpty()
                ? call
                : new Call(
                        call.caller(), call.region(), call.requestId(), call.cloud(), call.betweenServices(), refused);
    }

    private void refuseDenied(Operation operation, List<Authorization> authorizations) {
        Optional<AwsServiceException> refusal = authorizer.refusal(operation, authorizations);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** Some errors tell what only some may know. */
    private AwsServiceException shown(
            Call call,
            Operation operation,
            Input input,
            List<Authorization> authorizations,
            AwsServiceException error) {
        List<Authorization> more = authorizer.authorizeToKnow(call, operation, input.request(), ErrorCodes.of(error));
        authorizations.addAll(more);
        return authorizer.refusal(operation, more).orElse(error);
    }
}
