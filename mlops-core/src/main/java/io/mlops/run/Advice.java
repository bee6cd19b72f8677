package io.mlops.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What to do about the causes of failure that are known by their words. */
final class Advice {
    private record Known(String words, String advice) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    "no s3 objects found",
                    "the channel's prefix has no data: upload it to the pipeline's bucket under the prefix that the"
                            + " description names, then retry the stage"),
            new Known(
                    "yaml_file_error",
                    "the build's source has no buildspec: the projects carry their own, so somebody changed them; plan"
                            + " shows it, and apply mends it"),
            new Known(
                    "resourcelimitexceeded",
                    "the account's quota for that instance type is used up: ask for more in Service Quotas, or choose"
                            + " another instance type"),
            new Known(
                    "capacityerror",
                    "AWS has no such instances now: retry the stage later, or choose another instance type"),
            new Known(
                    "did not pass the ping health check",
                    "the container did not answer GET /ping with 200 in time: read the endpoint's log group, and try the"
                            + " image with mlops-local first"),
            new Known(
                    "is not authorized to perform",
                    "a role lacks that permission: if it is one of the pipeline's, plan shows whether somebody changed"
                            + " it; if it is the team's own, add the permission"),
            new Known(
                    "access denied",
                    "a role lacks a permission, or the key's policy does not let it use the key: plan shows whether"
                            + " somebody changed a role of the pipeline"),
            new Known(
                    "failed to return a result",
                    "the deploy function did not answer within 20 minutes: read its log group, then retry the stage"),
            new Known(
                    "algorithmerror",
                    "the training code itself failed: its last lines are in the build's log, the whole in log group"
                            + " /aws/sagemaker/TrainingJobs"),
            new Known(
                    "maxruntimeexceeded",
                    "the training took longer than maxRuntime: allow more time, or a faster instance"));

    private Advice() {}

    /** Finds what is known of a failure, in what AWS and the build said. */
    static Optional<String> on(String said) {
        String words = said.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> words.contains(known.words()))
                .map(Known::advice)
                .findFirst();
    }
}
