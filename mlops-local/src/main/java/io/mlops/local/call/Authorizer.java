package io.mlops.local.call;

import java.util.List;
import software.amazon.awssdk.core.SdkRequest;

/** Answers whether a caller may do what it asks. */
public interface Authorizer {
    /**
     * Answers every question that the call asks of IAM.
     *
     * @param call the call
     * @param operation its operation
     * @param request its input
     * @return the questions and answers; the call is refused where one is {@code DENIED}
     */
    List<Authorization> authorize(Call call, Operation operation, SdkRequest request);
}
