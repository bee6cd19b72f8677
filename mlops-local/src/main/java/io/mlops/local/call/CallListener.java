package io.mlops.local.call;

import java.util.List;

/** Is told of every call when it ended. */
public interface CallListener {
    /**
     * Takes one call.
     *
     * @param call the call
     * @param operation its operation
     * @param input its input
     * @param authorizations what it asked of IAM
     * @param outcome {@code ok}, or the error's code
     */
    void ended(Call call, Operation operation, Input input, List<Authorization> authorizations, String outcome);
}
