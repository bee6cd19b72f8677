package io.mlops.plan.cloudformation;

import io.mlops.plan.ResourceId;
import io.mlops.spec.Names;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names resources inside the template: letters and digits alone (CloudFormation user guide, Resources). */
final class LogicalIds {
    private LogicalIds() {}

    /** Says what the resource is for, and what it is: {@code TrainBuildRole}. There is but one of the short ones. */
    static String of(ResourceId id, Names names) {
        return switch (id.type()) {
            case BUCKET -> "Bucket";
            case ROLE -> purpose(id, names) + "Role";
            case LOG_GROUP -> purpose(id, names) + "LogGroup";
            case MODEL_PACKAGE_GROUP -> "ModelPackageGroup";
            case OBJECT -> throw new IllegalArgumentException("CloudFormation cannot make " + id);
            case BUILD_PROJECT -> purpose(id, names) + "Project";
            case FUNCTION -> purpose(id, names) + "Function";
            case REPOSITORY -> "Repository";
            case PIPELINE -> "Pipeline";
            case EVENT_RULE -> purpose(id, names) + "Rule";
        };
    }

    /** The bucket policy is a resource of its own in CloudFormation, but a field of the bucket in the graph. */
    static final String BUCKET_POLICY = "BucketPolicy";

    private static String purpose(ResourceId id, Names names) {
        String own = id.name().substring(id.name().lastIndexOf('/') + 1);
        return Arrays.stream(own.substring(names.pipeline().length() + 1).split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
