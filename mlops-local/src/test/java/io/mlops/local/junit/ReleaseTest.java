package io.mlops.local.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mlops.local.LocalAws;
import io.mlops.local.fault.Fault;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The README's example. */
@LocalAwsTest
class ReleaseTest {
    @Test
    void retriesWhereAwsIsBusy(LocalAws aws, S3Client s3) {
        s3.createBucket(r -> r.bucket("releases"));
        Fault busy = aws.faults().on("s3", "PutObject").next(1).throttle();

        s3.putObject(r -> r.bucket("releases").key("1.0"), RequestBody.fromString("model"));

        assertEquals(1, busy.hits());
    }
}
