package io.mlops.local.iam;

import io.mlops.local.call.Call;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What services tell IAM of their resources. */
@FunctionalInterface
public interface Resources {
    /**
     * Looks a resource up.
     *
     * @param call the call that asks
     * @param arn the resource's ARN
     * @param versionId the version of an object that is asked for, where one is named
     * @return what is known of it, or empty where there is no such resource or nothing to tell
     */
    Optional<Resource> find(Call call, String arn, Optional<String> versionId);

    /**
     * Makes condition keys of a resource's tags.
     *
     * @param tags its tags
     * @return {@code aws:ResourceTag/…} by tag
     */
    static Map<String, String> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .collect(Collectors.toMap(tag -> "aws:ResourceTag/" + tag.getKey(), Map.Entry::getValue));
    }

    /**
     * A resource as IAM sees it.
     *
     * @param accountId its owner
     * @param policy its own policy's document
     * @param isPolicyRequired whether nobody is let in whom that policy does not name, as with KMS keys
     * @param keys its condition keys, as {@code aws:ResourceTag/team}; asked for when a policy asks
     */
    record Resource(
            String accountId, Optional<String> policy, boolean isPolicyRequired, Supplier<Map<String, String>> keys) {}
}
