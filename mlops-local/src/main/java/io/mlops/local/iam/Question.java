package io.mlops.local.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a call asks of IAM.
 *
 * @param action as {@code codebuild:StartBuild}
 * @param resource the resource's ARN, or {@code *}
 * @param keys the condition keys that the service supplies
 * @param hides the error that is not shown to whom the answer is no; empty where the call is refused then
 */
record Question(String action, String resource, Map<String, List<String>> keys, Optional<String> hides) {
    /** Copies the map. */
    Question {
        keys = Map.copyOf(keys);
    }
}
