package io.mlops.local.sagemaker;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Refusals;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.sagemaker.model.AddTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.AddTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.DeleteTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.ListTagsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListTagsResponse;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** The tags of SageMaker's resources in an account and region. A model package has none: its group has. */
public final class ResourceTags {
    private static final int MOST = 50;

    private final Map<String, Map<String, String>> byArn = new ConcurrentSkipListMap<>();

    private ResourceTags() {}

    static ResourceTags of(Cloud cloud, Scope scope) {
        return cloud.stores().of(ResourceTags.class, scope, made -> new ResourceTags());
    }

    /**
     * Gives each resource's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        of(cloud, scope).byArn.forEach((arn, own) -> tags.put(arn, Map.copyOf(own)));
        return tags;
    }

    /** Makes a resource taggable. */
    void made(String arn, List<Tag> tags) {
        byArn.put(arn, merged(Map.of(), tags));
    }

    /** Refuses tags that no resource may have, before anything is made. */
    static void check(List<Tag> tags) {
        var unused = merged(Map.of(), tags);
    }

    void deleted(String arn) {
        byArn.remove(arn);
    }

    AddTagsResponse add(AddTagsRequest request) {
        Map<String, String> tags = byArn.compute(
                request.resourceArn(), (arn, own) -> own == null ? missing(arn) : merged(own, request.tags()));
        return AddTagsResponse.builder().tags(tags(tags)).build();
    }

    ListTagsResponse list(ListTagsRequest request) {
        Map<String, String> tags = byArn.get(request.resourceArn());
        return ListTagsResponse.builder()
                .tags(tags(tags == null ? missing(request.resourceArn()) : tags))
                .build();
    }

    DeleteTagsResponse delete(DeleteTagsRequest request) {
        byArn.compute(request.resourceArn(), (arn, own) -> {
            Map<String, String> left = new ConcurrentSkipListMap<>(own == null ? missing(arn) : own);
            request.tagKeys().forEach(left::remove);
            return left;
        });
        return DeleteTagsResponse.builder().build();
    }

    private static Map<String, String> merged(Map<String, String> own, List<Tag> added) {
        Map<String, String> tags = new ConcurrentSkipListMap<>(own);
        for (Tag tag : added) {
            if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw Refusals.validation("aws: prefixed tag key names are not allowed for external use.");
            }
            tags.put(tag.key(), tag.value());
        }
        if (tags.size() > MOST) {
            throw Refusals.validation("A resource can have at most " + MOST + " tags, not " + tags.size() + ".");
        }
        return tags;
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static Map<String, String> missing(String arn) {
        throw Refusals.validation(
                arn.contains(":model-package/")
                        ? "The model package " + arn + " uses the tags of its model package group: tag the group."
                        : "Resource does not exist.");
    }
}
