package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.spec.MlopsException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Lets one apply or destroy at a time change a pipeline: an object in its bucket, written only where there is none, or
 * where the one that is there has run out (S3 user guide, conditional writes). The holder renews it, so a dead one holds
 * up others for {@value #LEASE_SECONDS} seconds at most.
 */
public final class ApplyLock {
    /** The object's key. */
    public static final String KEY = "settings/apply.lock";

    static final int LEASE_SECONDS = 120;
    private static final Logger LOG = LoggerFactory.getLogger(ApplyLock.class);
    private static final Duration LEASE = Duration.ofSeconds(LEASE_SECONDS);
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final String HOLDER = "holder";
    private static final String UNTIL = "until";

    private final AwsClients aws;
    private final String bucket;
    private final String holder;
    private final Waiting waiting;
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "mlops-apply-lock");
        thread.setDaemon(true);
        return thread;
    });
    private String etag = "";
    private boolean released;

    private ApplyLock(AwsClients aws, String bucket, String holder, Waiting waiting) {
        this.aws = aws;
        this.bucket = bucket;
        this.holder = holder;
        this.waiting = waiting;
    }

    /**
     * Does something while holding the lock.
     *
     * @param aws the account's clients
     * @param bucket the pipeline's bucket, which exists
     * @param holder who takes it, for people
     * @param waiting tells the time
     * @param work what is done
     * @param <T> what comes of it
     * @return what came of it
     * @throws HeldException if somebody else holds it; nothing was done
     */
    public static <T> T holding(AwsClients aws, String bucket, String holder, Waiting waiting, Supplier<T> work) {
        ApplyLock lock = new ApplyLock(aws, bucket, holder, waiting);
        try {
            lock.take();
            var unused = lock.renewal.scheduleAtFixedRate(
                    lock::renew, LEASE_SECONDS / 4, LEASE_SECONDS / 4, TimeUnit.SECONDS);
            return work.get();
        } finally {
            lock.release();
        }
    }

    private void take() {
        if (put(request -> request.ifNoneMatch("*"))) {
            return;
        }
        HeadObjectResponse present = Missing.orValue(() ->
                        aws.s3().headObject(request -> request.bucket(bucket).key(KEY)))
                .orElse(null);
        if (present == null) {
            // Released just now.
            if (put(request -> request.ifNoneMatch("*"))) {
                return;
            }
            throw new HeldException(bucket, "somebody else", Optional.empty());
        }
        Optional<Instant> until = until(present);
        boolean alive = until.isPresent() && waiting.clock().instant().isBefore(until.get());
        if (alive || !put(request -> request.ifMatch(present.eTag()))) {
            throw new HeldException(bucket, present.metadata().getOrDefault(HOLDER, "somebody else"), until);
        }
    }

    private static Optional<Instant> until(HeadObjectResponse present) {
        try {
            return Optional.ofNullable(present.metadata().get(UNTIL)).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private synchronized boolean put(Consumer<PutObjectRequest.Builder> condition) {
        Instant until = waiting.clock().instant().plus(LEASE);
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(KEY)
                .contentType("text/plain")
                .metadata(Map.of(HOLDER, holder, UNTIL, until.toString()));
        condition.accept(request);
        try {
            // The content differs each time, and with it the ETag, by which the next holder knows this one's state.
            etag = aws.s3()
                    .putObject(
                            request.build(),
                            RequestBody.fromBytes((holder + " until " + until).getBytes(StandardCharsets.UTF_8)))
                    .eTag();
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private synchronized void renew() {
        if (!released) {
            try {
                put(request -> request.ifMatch(etag));
            } catch (SdkException e) {
                // The next renewal tries again; the lease outlasts three of them.
                LOG.debug("the lock in {} was not renewed", bucket, e);
            }
        }
    }

    /** Gives the lock up. One that has run out and was taken by another is left to that one, as is one that never was ours. */
    private void release() {
        renewal.shutdownNow();
        synchronized (this) {
            released = true;
            if (!etag.isEmpty()) {
                deleteOwn();
            }
        }
    }

    private void deleteOwn() {
        try {
            HeadObjectResponse present =
                    aws.s3().headObject(request -> request.bucket(bucket).key(KEY));
            if (present.eTag().equals(etag)) {
                aws.s3().deleteObject(request -> request.bucket(bucket).key(KEY));
            }
        } catch (SdkException e) {
            // Gone already, or not to be reached: it runs out by itself, and what the work threw matters more.
            LOG.debug("the lock in {} was not given up", bucket, e);
        }
    }

    /** Says that somebody else is changing the pipeline. Nothing was changed. */
    public static final class HeldException extends MlopsException {
        private static final long serialVersionUID = 1L;

        HeldException(String bucket, String holder, Optional<Instant> until) {
            super(
                    "somebody else is at work: " + holder + " holds s3://" + bucket + "/" + KEY
                            + until.map(time -> " until " + time).orElse("")
                            + "; nothing was changed: try again when it has ended. If it died, the lock runs out then",
                    null);
        }
    }
}
