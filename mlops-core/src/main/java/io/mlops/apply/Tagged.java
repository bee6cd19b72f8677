package io.mlops.teardown;

import io.mlops.aws.AwsClients;
import io.mlops.contract.TagKeys;
import io.mlops.spec.Names;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;

/** Finds what carries the pipeline's tag. */
final class Tagged {
    private final AwsClients aws;
    private final Names names;

    Tagged(AwsClients aws, Names names) {
        this.aws = aws;
        this.names = names;
    }

    List<TaggedArn> all() {
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
