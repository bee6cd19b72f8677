package io.mlops.deploy.endpoint;

import io.mlops.contract.TagKeys;
import io.mlops.deploy.artifact.Release;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** The tags of what is made for a release: the team's own, and those by which it is known again. */
final class ReleaseTags {
    private ReleaseTags() {}

    /** The tags of a model, a config or an alarm. */
    static Map<String, String> of(Release release) {
        Map<String, String> tags = ofEndpoint(release);
        tags.put(TagKeys.ENDPOINT, release.settings().endpointName());
        tags.put(TagKeys.MODEL_PACKAGE, release.modelPackageArn().toString());
        return tags;
    }

    /** The tags of the endpoint itself. */
    static Map<String, String> ofEndpoint(Release release) {
        Map<String, String> tags = new LinkedHashMap<>(release.settings().tags());
        tags.put(TagKeys.EXECUTION, release.execution());
        tags.put(TagKeys.STAGE, release.settings().stage());
        return tags;
    }

    static List<Tag> sageMaker(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** Reads a resource's tags. */
    static Map<String, String> read(SageMakerClient sageMaker, String arn) {
        Map<String, String> tags = new LinkedHashMap<>();
        sageMaker
                .listTagsPaginator(list -> list.resourceArn(arn))
                .tags()
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    /** Reads a resource's tags; those of what is gone are none. */
    static Map<String, String> readIfThere(SageMakerClient sageMaker, String arn) {
        try {
            return read(sageMaker, arn);
        } catch (SageMakerException e) {
            if (SageMakerErrors.notFound(e)) {
                return new LinkedHashMap<>();
            }
            throw e;
        }
    }
}
