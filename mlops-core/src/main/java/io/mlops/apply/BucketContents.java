package io.mlops.apply;

import io.mlops.aws.AwsClients;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** What lies in a versioned bucket: every version, and every marker of a deletion. */
public final class BucketContents {
    private final AwsClients aws;
    private final String bucket;

    /**
     * Looks at one bucket.
     *
     * @param aws the account's clients
     * @param bucket its name
     */
    public BucketContents(AwsClients aws, String bucket) {
        this.aws = aws;
        this.bucket = bucket;
    }

    /** Deletes everything. */
    void delete() {
        delete(key -> true);
    }

    /**
     * Deletes everything but what lies under a prefix.
     *
     * @param prefix as {@code models/}
     * @throws io.mlops.spec.MlopsException if an object cannot be deleted
     */
    public void deleteAllBut(String prefix) {
        delete(key -> !key.startsWith(prefix));
    }

    /**
     * Tells whether nothing lies outside a prefix.
     *
     * @param prefix as {@code models/}
     * @return whether {@link #deleteAllBut} has nothing to do
     */
    public boolean hasNothingBut(String prefix) {
        return pages().flatMap(BucketContents::identifiers)
                .allMatch(object -> object.key().startsWith(prefix));
    }

    private void delete(Predicate<String> wanted) {
        pages().map(page -> identifiers(page)
                        .filter(object -> wanted.test(object.key()))
                        .toList())
                .filter(batch -> !batch.isEmpty())
                .forEach(this::delete);
    }

    /** A page's marker is a place in the order of keys, which stays when what lies before it is deleted. */
    private Stream<ListObjectVersionsResponse> pages() {
        return aws.s3().listObjectVersionsPaginator(request -> request.bucket(bucket)).stream();
    }

    private static Stream<ObjectIdentifier> identifiers(ListObjectVersionsResponse page) {
        return Stream.concat(
                page.versions().stream().map(version -> identifier(version.key(), version.versionId())),
                page.deleteMarkers().stream().map(marker -> identifier(marker.key(), marker.versionId())));
    }

    private void delete(List<ObjectIdentifier> batch) {
        var response = aws.s3()
                .deleteObjects(request -> request.bucket(bucket)
                        .delete(delete -> delete.objects(batch).quiet(true)));
        response.errors().stream().findFirst().ifPresent(error -> {
            throw new NotProvisionedException("bucket " + bucket + ": object " + error.key() + " cannot be deleted: "
                    + error.code() + ": " + error.message());
        });
    }

    private static ObjectIdentifier identifier(String key, String versionId) {
        return ObjectIdentifier.builder().key(key).versionId(versionId).build();
    }
}
