package io.mlops.local.call;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

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
        List<Authorization> authorizations = List.of();
        String outcome = "InternalFailure";
        try {
            authorizations = authorizer.authorize(call, operation, input.request());
            refuseDenied(call, authorizations);
            faults.before(call, operation);
            validator.check(operation, input);
            Object answer = serving.serve(call);
            outcome = "ok";
            return answer;
        } catch (AwsServiceException e) {
            outcome = ErrorCodes.of(e);
            throw e;
        } finally {
            listener.ended(call, operation, input, authorizations, outcome);
        }
    }

    private static void refuseDenied(Call call, List<Authorization> authorizations) {
        for (Authorization authorization : authorizations) {
            if (authorization.decision() == Authorization.Decision.DENIED) {
                throw Refusals.accessDenied(
                        "User: " + call.caller().arn() + " is not authorized to perform: " + authorization.action()
                                + " on resource: " + authorization.resource()
                                + " because no identity-based policy allows the " + authorization.action() + " action");
            }
        }
    }
}
