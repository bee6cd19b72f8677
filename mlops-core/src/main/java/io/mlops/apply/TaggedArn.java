package io.mlops.teardown;

import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import java.util.Optional;

/** An ARN that carries the pipeline's tag. */
record TaggedArn(String arn, String service, String type, String name) {
    private static final int PARTS = 6;

    static TaggedArn parse(String arn) {
        String[] parts = arn.split(":", PARTS);
        String resource = parts.length < PARTS ? arn : parts[PARTS - 1];
        int end = resource.indexOf(separator(resource));
        String service = parts.length < PARTS ? "" : parts[2];
        return end < 0
                ? new TaggedArn(arn, service, "", resource)
                : new TaggedArn(arn, service, resource.substring(0, end), resource.substring(end + 1));
    }

    /** The first of slash and colon ends the type: {@code endpoint/name}, {@code log-group:/aws/name}. */
    private static char separator(String resource) {
        int slash = resource.indexOf('/');
        int colon = resource.indexOf(':');
        return colon >= 0 && (slash < 0 || colon < slash) ? ':' : '/';
    }

    boolean is(String wantedService, String wantedType) {
        return service.equals(wantedService) && type.equals(wantedType);
    }

    /** The described kind of resource that this is, if it is one. */
    Optional<ResourceId> resource() {
        ResourceType found = switch (service + " " + type) {
            case "s3 " -> ResourceType.BUCKET;
            case "iam role" -> ResourceType.ROLE;
            case "logs log-group" -> ResourceType.LOG_GROUP;
            case "sagemaker model-package-group" -> ResourceType.MODEL_PACKAGE_GROUP;
            case "codebuild project" -> ResourceType.BUILD_PROJECT;
            case "lambda function" -> ResourceType.FUNCTION;
            case "codepipeline " -> ResourceType.PIPELINE;
            default -> null;
        };
        return Optional.ofNullable(found).map(kind -> new ResourceId(kind, plainName()));
    }

    private String plainName() {
        String plain = name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
        // A role's ARN has the path before its name; a log group's name is itself a path.
        return service.equals("iam") ? plain.substring(plain.lastIndexOf('/') + 1) : plain;
    }
}
