package io.mlops.teardown;

import io.mlops.apply.BucketContents;
import io.mlops.apply.Ownership;
import io.mlops.aws.AwsClients;
import io.mlops.plan.Bucket;
import io.mlops.plan.ModelPackageGroup;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.spec.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is of what apply makes.
 *
 * @param deleted the pipeline's own, but for its buckets
 * @param buckets its buckets: the last to go, since the lock lies in one of them
 * @param preserved what the options keep
 * @param strangers what has a described name and is not the pipeline's, and why it is left
 */
record Standing(ResourceGraph deleted, ResourceGraph buckets, List<Resource> preserved, Map<String, String> strangers) {
    static Standing of(ResourceGraph present, Ownership ownership, DestroyOptions options) {
        List<Resource> deleted = new ArrayList<>();
        List<Resource> buckets = new ArrayList<>();
        List<Resource> preserved = new ArrayList<>();
        Map<String, String> strangers = new LinkedHashMap<>();
        for (Resource resource : present.order()) {
            if (!ownership.has(resource)) {
                strangers.put(resource.id().toString(), "not deleted: it " + Ownership.owner(resource));
            } else if (options.keepsModelPackages() && holdsModels(resource)) {
                preserved.add(resource);
            } else {
                (resource instanceof Bucket ? buckets : deleted).add(resource);
            }
        }
        return new Standing(new ResourceGraph(deleted), new ResourceGraph(buckets), preserved, strangers);
    }

    private static boolean holdsModels(Resource resource) {
        return resource instanceof ModelPackageGroup || resource instanceof Bucket;
    }

    /** What lies in preserved buckets beside the archives of models. */
    List<Born> besideModels(AwsClients aws) {
        return preserved.stream()
                .filter(Bucket.class::isInstance)
                .map(resource -> ((Bucket) resource).name())
                .map(name -> born(name, new BucketContents(aws, name)))
                .filter(contents -> contents.isThere().getAsBoolean())
                .toList();
    }

    private static Born born(String bucket, BucketContents contents) {
        return new Born(
                "objects of bucket " + bucket + " outside " + Names.MODELS_PREFIX,
                () -> contents.deleteAllBut(Names.MODELS_PREFIX),
                () -> !contents.hasNothingBut(Names.MODELS_PREFIX));
    }

    /** Names what is deleted, in that order. */
    List<String> deletions() {
        List<Resource> order = new ArrayList<>(buckets.order());
        order.addAll(deleted.order());
        Collections.reverse(order);
        return order.stream().map(resource -> resource.id().toString()).toList();
    }

    List<String> preservations() {
        return preserved.stream()
                .map(resource -> resource.id()
                        + (resource instanceof Bucket
                                ? ", with nothing but " + Names.MODELS_PREFIX
                                : ", with its packages"))
                .toList();
    }
}
