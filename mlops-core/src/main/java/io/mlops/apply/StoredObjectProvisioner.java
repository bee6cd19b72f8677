package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.StoredObject;
import io.mlops.spec.Names;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;

/** Provisions the objects that apply writes. Their digest stands in their metadata. */
final class StoredObjectProvisioner implements Provisioner<StoredObject> {
    private static final String DIGEST = "mlops-digest";

    private final AwsClients aws;
    private final Names names;
    private final Contents contents;

    StoredObjectProvisioner(AwsClients aws, Names names, Contents contents) {
        this.aws = aws;
        this.names = names;
        this.contents = contents;
    }

    @Override
    public Class<StoredObject> type() {
        return StoredObject.class;
    }

    @Override
    public Optional<StoredObject> read(String key) {
        return Missing.orValue(() -> aws.s3()
                        .headObject(request -> request.bucket(names.bucket()).key(key)))
                .map(head ->
                        new StoredObject(names.bucket(), key, head.metadata().getOrDefault(DIGEST, "")));
    }

    @Override
    public void create(StoredObject wanted) {
        aws.s3()
                .putObject(
                        request -> request.bucket(wanted.bucket())
                                .key(wanted.key())
                                .contentType("application/zip")
                                .metadata(Map.of(DIGEST, wanted.digest())),
                        RequestBody.fromBytes(contents.bytes(wanted.digest())));
    }

    @Override
    public void update(StoredObject before, StoredObject after) {
        create(after);
    }

    @Override
    public void delete(StoredObject object) {
        Missing.tolerated(() ->
                aws.s3().deleteObject(request -> request.bucket(object.bucket()).key(object.key())));
    }
}
