package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.contract.TagKeys;
import io.mlops.spec.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/** Finds what carries the pipeline's tag. */
public final class Tagged {
    private final AwsClients aws;
    private final Names names;

    /**
     * Looks for one pipeline.
     *
     * @param aws the account's clients
     * @param names the derived names
     */
    public Tagged(AwsClients aws, Names names) {
        this.aws = aws;
        this.names = names;
    }

    /** Reads the tags of one resource. */
    static Map<String, String> of(AwsClients aws, String arn) {
        Map<String, String> tags = new TreeMap<>();
        aws.tagging()
                .getResources(request -> request.resourceARNList(arn))
                .resourceTagMappingList()
                .forEach(mapping -> mapping.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
        return tags;
    }

    /**
     * Asks the tagging API. It goes on listing for a while what was deleted.
     *
     * @return everything with the pipeline's tag
     */
    public List<TaggedArn> all() {
        List<TaggedArn> arns = new ArrayList<>();
        String token = "";
        do {
            String from = token;
            GetResourcesResponse page = aws.tagging().getResources(request -> {
                request.tagFilters(TagFilter.builder()
                        .key(TagKeys.PIPELINE)
                        .values(names.pipeline())
                        .build());
                if (!from.isEmpty()) {
                    request.paginationToken(from);
                }
            });
            page.resourceTagMappingList().forEach(mapping -> arns.add(TaggedArn.parse(mapping.resourceARN())));
            token = page.paginationToken() == null ? "" : page.paginationToken();
        } while (!token.isEmpty());
        return arns;
    }
}
