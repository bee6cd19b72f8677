package io.mlops.local.tagging;

import io.mlops.local.call.Call;
import io.mlops.local.iam.Resources;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.InvalidParameterException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.PaginationTokenExpiredException;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;

/** The Resource Groups Tagging API. */
public final class LocalTagging implements ResourceGroupsTaggingApiClient {
    private static final int DEFAULT_PAGE = 50;
    private static final int LARGEST_PAGE = 100;
    private static final long LONGEST_TOKEN_SECONDS = 15 * 60;

    private final Call call;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalTagging(Call call) {
        this.call = call;
    }

    /**
     * Tells IAM of a resource's tags.
     *
     * @param call the call that asks
     * @param arn the resource's ARN
     * @param versionId not used
     * @return the resource, whether or not it has tags
     */
    public static Optional<Resources.Resource> resource(Call call, String arn, Optional<String> versionId) {
        String[] parts = arn.split(":", 6);
        return parts.length < 6 || !parts[4].matches("\\d{12}")
                ? Optional.empty()
                : Optional.of(new Resources.Resource(
                        parts[4], Optional.empty(), false, () -> Resources.tags(TagSource.of(call.cloud(), arn))));
    }

    @Override
    public GetResourcesResponse getResources(GetResourcesRequest request) {
        check(request);
        ResourceFilter filter = new ResourceFilter(request);
        NavigableMap<String, Map<String, String>> found = new TreeMap<>();
        for (TagSource source : TagSource.ALL) {
            source.tags(call.cloud(), call.scope()).forEach((arn, tags) -> {
                if (filter.wants(arn, tags)) {
                    found.put(arn, tags);
                }
            });
        }
        return page(request, found);
    }

    private static void check(GetResourcesRequest request) {
        refuse(request.tagsPerPage() != null, "TagsPerPage is not supported by this emulator: give ResourcesPerPage");
        refuse(
                Boolean.TRUE.equals(request.includeComplianceDetails())
                        || Boolean.TRUE.equals(request.excludeCompliantResources()),
                "IncludeComplianceDetails and ExcludeCompliantResources are not supported by this emulator");
        refuse(
                !request.resourceARNList().isEmpty()
                        && (!request.tagFilters().isEmpty()
                                || !request.resourceTypeFilters().isEmpty()
                                || request.resourcesPerPage() != null),
                "ResourceARNList cannot be given with other filters or a page size");
        refuse(
                request.resourcesPerPage() != null
                        && (request.resourcesPerPage() < 1 || request.resourcesPerPage() > LARGEST_PAGE),
                "ResourcesPerPage must be from 1 to " + LARGEST_PAGE);
    }

    private static void refuse(boolean isWrong, String message) {
        if (isWrong) {
            throw InvalidParameterException.builder().message(message).build();
        }
    }

    /** The token has the last ARN of the page before, so that what is made or deleted meanwhile shifts nothing. */
    private GetResourcesResponse page(GetResourcesRequest request, NavigableMap<String, Map<String, String>> found) {
        int size = request.resourcesPerPage() == null ? DEFAULT_PAGE : request.resourcesPerPage();
        List<Map.Entry<String, Map<String, String>>> rest =
                new ArrayList<>(found.tailMap(after(request), false).entrySet());
        boolean more = rest.size() > size;
        List<ResourceTagMapping> page =
                rest.stream().limit(size).map(LocalTagging::mapping).toList();
        return GetResourcesResponse.builder()
                .resourceTagMappingList(page)
                .paginationToken(more ? token(rest.get(size - 1).getKey()) : "")
                .build();
    }

    private static ResourceTagMapping mapping(Map.Entry<String, Map<String, String>> resource) {
        return ResourceTagMapping.builder()
                .resourceARN(resource.getKey())
                .tags(new TreeMap<>(resource.getValue())
                        .entrySet().stream()
                                .map(tag -> Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList())
                .build();
    }

    private String token(String arn) {
        String text = call.now().getEpochSecond() + " " + arn;
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String after(GetResourcesRequest request) {
        String token = request.paginationToken();
        if (token == null || token.isEmpty()) {
            return "";
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ", 2);
            if (call.now().getEpochSecond() - Long.parseLong(parts[0]) > LONGEST_TOKEN_SECONDS) {
                throw PaginationTokenExpiredException.builder()
                        .message("A PaginationToken is valid for 15 minutes: begin with the first page")
                        .build();
            }
            return parts[1];
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw InvalidParameterException.builder()
                    .message("PaginationToken is not one of this operation: give the one of the page before, unchanged")
                    .build();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
