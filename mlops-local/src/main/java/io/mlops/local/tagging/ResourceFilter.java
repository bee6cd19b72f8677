package io.mlops.local.tagging;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/** Which resources a GetResources asks for: all of its filters must fit. */
final class ResourceFilter {
    private final GetResourcesRequest request;

    ResourceFilter(GetResourcesRequest request) {
        this.request = request;
    }

    boolean wants(String arn, Map<String, String> tags) {
        return !tags.isEmpty()
                && (request.resourceARNList().isEmpty()
                        || request.resourceARNList().contains(arn))
                && (request.resourceTypeFilters().isEmpty()
                        || request.resourceTypeFilters().stream().anyMatch(type -> isOfType(arn, type)))
                && request.tagFilters().stream().allMatch(filter -> fits(tags, filter));
    }

    /** One of a filter's values must be the key's value; without values the key is enough. */
    private static boolean fits(Map<String, String> tags, TagFilter filter) {
        String value = tags.get(filter.key());
        return value != null && (filter.values().isEmpty() || filter.values().contains(value));
    }

    /** A type is a service, as {@code s3}, or a service's kind of resource, as {@code sagemaker:endpoint}. */
    private static boolean isOfType(String arn, String type) {
        String[] parts = arn.split(":", 6);
        String[] wanted = type.split(":", 2);
        if (parts.length < 6 || !parts[2].equals(wanted[0])) {
            return false;
        }
        return wanted.length == 1 || kind(parts[2], parts[5]).equals(wanted[1]);
    }

    private static String kind(String service, String resource) {
        List<String> kind = List.of(resource.split("[:/]", 2));
        if (kind.size() == 2) {
            return kind.get(0);
        }
        return service.equals("s3") ? "bucket" : service.equals("codepipeline") ? "pipeline" : "";
    }
}
