package io.mlops.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.local.HeldCloud;
import io.mlops.local.Sdk;
import io.mlops.local.account.Caller;
import io.mlops.local.call.Authorization;
import io.mlops.local.call.Call;
import io.mlops.local.call.Operation;
import io.mlops.local.iam.IamAuthorizer;
import io.mlops.local.iam.PolicyUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/**
 * {@code RestrictPublicBuckets}. Nobody can call the emulator without a signature, nor from another account than its own:
 * IAM is asked here, as it would be for such a caller.
 */
class RestrictedBucketTest {
    private static final Caller STRANGER = root("210987654321");
    private static final String PUBLIC =
            "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::box/*'}";
    private static final String SHARED =
            "{'Effect':'Allow','Principal':{'AWS':'210987654321'},'Action':'s3:*','Resource':'arn:aws:s3:::box/*'}";
    private static final String TO_EVENTS = "{'Effect':'Allow','Principal':{'Service':'events.amazonaws.com'},"
            + "'Action':'s3:*','Resource':'arn:aws:s3:::box/*'}";

    private final Operation getObject =
            Sdk.catalog().operation("s3", "GetObject").orElseThrow();

    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private S3Client s3;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
        s3 = cloud.client(S3Client.class);
        s3.createBucket(r -> r.bucket("box").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static Caller root(String account) {
        return new Caller(account, "arn:aws:iam::" + account + ":root", account, "AKIA" + account, Optional.empty());
    }

    private void put(boolean restricted, String... statements) {
        s3.putPublicAccessBlock(r -> r.bucket("box")
                .publicAccessBlockConfiguration(c -> c.blockPublicPolicy(false).restrictPublicBuckets(restricted)));
        s3.putBucketPolicy(r -> r.bucket("box")
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + String.join(",", statements).replace('\'', '"') + "]}"));
    }

    private boolean mayRead(Caller caller) {
        Call call = new Call(caller, "eu-west-1", "request-1", cloud.cloud());
        List<Authorization> answers = new IamAuthorizer(true, Buckets::resource, new PolicyUsage())
                .authorize(
                        call,
                        getObject,
                        GetObjectRequest.builder().bucket("box").key("a").build());
        assertThat(answers).hasSize(1);
        return answers.get(0).decision() == Authorization.Decision.ALLOWED;
    }

    @Test
    void letsStrangersInWhereItIsNotRestricted() {
        put(false, PUBLIC);

        assertThat(mayRead(STRANGER)).isTrue();
        assertThat(mayRead(root("123456789012"))).isTrue();
    }

    @Test
    void keepsStrangersOutOfARestrictedPublicBucket() {
        put(true, PUBLIC, SHARED, TO_EVENTS);

        assertThat(mayRead(STRANGER)).isFalse();
        assertThat(mayRead(root("123456789012"))).isTrue();
        assertThat(mayRead(Caller.ofService("events.amazonaws.com", "210987654321", "arn:aws:events:::rule/r")))
                .isTrue();
    }

    @Test
    void letsThoseInWhomAPolicyNamesThatIsNotPublic() {
        put(true, SHARED);

        assertThat(mayRead(STRANGER)).isTrue();
        assertThat(mayRead(root("333333333333"))).isFalse();
    }

    @Test
    void keepsWhatIsDeniedToTheOwnersAccount() {
        put(true, PUBLIC, PUBLIC.replace("Allow", "Deny"));

        assertThat(mayRead(root("123456789012"))).isFalse();
    }

    @Test
    void followsTheSetting() {
        put(true, PUBLIC);
        s3.deletePublicAccessBlock(r -> r.bucket("box"));

        assertThat(mayRead(STRANGER)).isTrue();
    }
}
