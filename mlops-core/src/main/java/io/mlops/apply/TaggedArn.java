package io.mlops.apply;

import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import java.util.Optional;

/**
 * An ARN that carries the pipeline's tag.
 *
 * @param arn the whole
 * @param service its service, as {@code sagemaker}
 * @param type its type, as {@code endpoint}; empty where the service's ARNs have none
 * @param name the rest
 */
public record TaggedArn(String arn, String service, String type, String name) {
    private static final int PARTS = 6;

    /**
     * Takes an ARN apart.
     *
     * @param arn the ARN
     * @return its parts
     */
    public static TaggedArn parse(String arn) {
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

    /**
     * Compares service and type.
     *
     * @param wantedService as {@code sagemaker}
     * @param wantedType as {@code endpoint}
     * @return whether it is of that kind
     */
    public boolean is(String wantedService, String wantedType) {
        return service.equals(wantedService) && type.equals(wantedType);
    }

    /**
     * Gives the id that a plan has for it.
     *
     * @return the id, if it is of a kind that plans have
     */
    public Optional<ResourceId> resource() {
        ResourceType found = switch (service + " " + type) {
            case "s3 " -> ResourceType.BUCKET;
            case "iam role" -> ResourceType.ROLE;
            case "logs log-group" -> ResourceType.LOG_GROUP;
            case "sagemaker model-package-group" -> ResourceType.MODEL_PACKAGE_GROUP;
            case "codebuild project" -> ResourceType.BUILD_PROJECT;
            case "lambda function" -> ResourceType.FUNCTION;
            case "codepipeline " -> ResourceType.PIPELINE;
            case "ecr repository" -> ResourceType.REPOSITORY;
            case "events rule" -> ResourceType.EVENT_RULE;
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
