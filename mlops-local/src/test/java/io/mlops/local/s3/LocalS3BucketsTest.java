package io.mlops.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

class LocalS3BucketsTest extends S3Bed {
    private S3Client in(String region) {
        return S3Client.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(aws.accessKeyId(), aws.secretAccessKey())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Test
    void listsItsBucketsInOrderAndInPages() {
        s3.createBucket(r -> r.bucket("arrow"));
        s3.createBucket(r -> r.bucket("crate"));

        assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).containsExactly("arrow", BOX, "crate");
        assertThat(s3.listBucketsPaginator(r -> r.maxBuckets(1)).buckets()).hasSize(3);
        assertThat(s3.listBuckets(r -> r.prefix("cr")).buckets())
                .extracting(Bucket::name)
                .containsExactly("crate");
    }

    @Test
    void knowsWhereABucketIs() {
        assertThat(s3.headBucket(r -> r.bucket(BOX)).bucketRegion()).isEqualTo("eu-west-1");
        assertThat(s3.getBucketLocation(r -> r.bucket(BOX)).locationConstraint())
                .isEqualTo(BucketLocationConstraint.EU_WEST_1);
        try (S3Client classic = in("us-east-1")) {
            classic.createBucket(r -> r.bucket("classic"));
            assertThat(classic.getBucketLocation(r -> r.bucket("classic")).locationConstraintAsString())
                    .isIn("", null);
            assertThat(classic.getBucketLocation(r -> r.bucket(BOX)).locationConstraintAsString())
                    .isEqualTo("eu-west-1");
        }
    }

    @Test
    void redirectsToTheRegionOfTheBucket() {
        try (S3Client elsewhere = in("eu-north-1")) {
            assertThat(refusal(() -> elsewhere.listObjectsV2(r -> r.bucket(BOX))))
                    .isEqualTo("PermanentRedirect 301");
            assertThatThrownBy(() -> elsewhere.headBucket(r -> r.bucket(BOX)))
                    .isInstanceOfSatisfying(
                            software.amazon.awssdk.services.s3.model.S3Exception.class,
                            e -> assertThat(e.awsErrorDetails()
                                            .sdkHttpResponse()
                                            .firstMatchingHeader("x-amz-bucket-region"))
                                    .contains("eu-west-1"));
        }
    }

    @Test
    void makesABucketOnce() {
        assertThatThrownBy(() -> s3.createBucket(r -> r.bucket(BOX)))
                .isInstanceOf(BucketAlreadyOwnedByYouException.class);
        try (S3Client classic = in("us-east-1")) {
            classic.createBucket(r -> r.bucket("classic"));
            classic.createBucket(r -> r.bucket("classic"));
        }
    }

    @Test
    void makesABucketOnlyWhereItsEndpointIs() {
        assertThat(refusal(() -> s3.createBucket(
                        r -> r.bucket("other").createBucketConfiguration(c -> c.locationConstraint("eu-north-1")))))
                .isEqualTo("IllegalLocationConstraintException 400");
        try (S3Client classic = in("us-east-1")) {
            assertThat(refusal(() -> classic.createBucket(
                            r -> r.bucket("other").createBucketConfiguration(c -> c.locationConstraint("us-east-1")))))
                    .isEqualTo("InvalidLocationConstraint 400");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Box", "bo", "box_1", "10.0.0.1", "a..b", "xn--box", "-box", "box-s3alias"})
    void refusesBucketNamesThatAwsDoesNotAllow(String name) {
        assertThat(refusal(() -> BucketNames.require(name))).isEqualTo("InvalidBucketName 400");
    }

    @Test
    void deletesABucketOnlyWhenNoVersionIsLeft() {
        version(BucketVersioningStatus.ENABLED);
        String versionId = put("a", "1").versionId();
        String marker = s3.deleteObject(r -> r.bucket(BOX).key("a")).versionId();

        assertThat(refusal(() -> s3.deleteBucket(r -> r.bucket(BOX)))).isEqualTo("BucketNotEmpty 409");
        s3.deleteObject(r -> r.bucket(BOX).key("a").versionId(versionId));
        s3.deleteObject(r -> r.bucket(BOX).key("a").versionId(marker));
        s3.deleteBucket(r -> r.bucket(BOX));
        assertThatThrownBy(() -> s3.headBucket(r -> r.bucket(BOX))).isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.listObjects(r -> r.bucket(BOX))).isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void beginsAsNewBucketsDoOnAws() {
        assertThat(s3.getBucketVersioning(r -> r.bucket(BOX)).status()).isNull();
        assertThat(s3.getBucketEncryption(r -> r.bucket(BOX))
                        .serverSideEncryptionConfiguration()
                        .rules()
                        .get(0)
                        .applyServerSideEncryptionByDefault()
                        .sseAlgorithm())
                .isEqualTo(ServerSideEncryption.AES256);
        assertThat(s3.getPublicAccessBlock(r -> r.bucket(BOX)).publicAccessBlockConfiguration())
                .isEqualTo(PublicAccessBlockConfiguration.builder()
                        .blockPublicAcls(true)
                        .ignorePublicAcls(true)
                        .blockPublicPolicy(true)
                        .restrictPublicBuckets(true)
                        .build());
        assertThat(s3.getBucketOwnershipControls(r -> r.bucket(BOX))
                        .ownershipControls()
                        .rules()
                        .get(0)
                        .objectOwnership())
                .isEqualTo(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        assertThat(s3.getBucketAcl(r -> r.bucket(BOX)).grants().get(0).permission())
                .isEqualTo(Permission.FULL_CONTROL);
        assertThat(refusal(() -> s3.getBucketPolicy(r -> r.bucket(BOX)))).isEqualTo("NoSuchBucketPolicy 404");
        assertThat(refusal(() -> s3.getBucketTagging(r -> r.bucket(BOX)))).isEqualTo("NoSuchTagSet 404");
    }

    @Test
    void keepsItsSettings() {
        version(BucketVersioningStatus.SUSPENDED);
        s3.putBucketEncryption(r -> r.bucket(BOX)
                .serverSideEncryptionConfiguration(c -> c.rules(ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(
                                d -> d.sseAlgorithm("aws:kms").kmsMasterKeyID("alias/k"))
                        .bucketKeyEnabled(true)
                        .build())));
        s3.putBucketTagging(r -> r.bucket(BOX)
                .tagging(t -> t.tagSet(Tag.builder().key("a").value("<&>").build())));
        s3.putBucketNotificationConfiguration(
                r -> r.bucket(BOX).notificationConfiguration(n -> n.eventBridgeConfiguration(e -> {})));

        assertThat(s3.getBucketVersioning(r -> r.bucket(BOX)).status()).isEqualTo(BucketVersioningStatus.SUSPENDED);
        assertThat(s3.getBucketTagging(r -> r.bucket(BOX)).tagSet().get(0).value())
                .isEqualTo("<&>");
        GetBucketNotificationConfigurationResponse notification =
                s3.getBucketNotificationConfiguration(r -> r.bucket(BOX));
        assertThat(notification.eventBridgeConfiguration()).isNotNull();
        put("a", "1");
        assertThat(s3.headObject(r -> r.bucket(BOX).key("a")).ssekmsKeyId()).isEqualTo("alias/k");
        assertThat(s3.headObject(r -> r.bucket(BOX).key("a")).serverSideEncryption())
                .isEqualTo(ServerSideEncryption.AWS_KMS);
    }

    @Test
    void saysWhichSettingIsAbsent() {
        s3.deletePublicAccessBlock(r -> r.bucket(BOX));
        s3.deleteBucketOwnershipControls(r -> r.bucket(BOX));

        assertThat(refusal(() -> s3.getPublicAccessBlock(r -> r.bucket(BOX))))
                .isEqualTo("NoSuchPublicAccessBlockConfiguration 404");
        assertThat(refusal(() -> s3.getBucketOwnershipControls(r -> r.bucket(BOX))))
                .isEqualTo("OwnershipControlsNotFoundError 404");
    }

    @Test
    void refusesSettingsThatItDoesNotHonour() {
        assertThat(refusal(() -> s3.putBucketNotificationConfiguration(r -> r.bucket(BOX)
                        .notificationConfiguration(n -> n.topicConfigurations(TopicConfiguration.builder()
                                .topicArn("arn:aws:sns:eu-west-1:123456789012:t")
                                .eventsWithStrings("s3:ObjectCreated:*")
                                .build())))))
                .isEqualTo("NotImplemented 501");
        assertThat(refusal(() -> s3.createBucket(r -> r.bucket("locked").objectLockEnabledForBucket(true))))
                .isEqualTo("NotImplemented 501");
        assertThat(refusal(() -> s3.getBucketCors(r -> r.bucket(BOX)))).isEqualTo("NotImplemented 501");
        assertThat(refusal(() -> s3.putObject(
                        r -> r.bucket(BOX).key("a").acl("public-read"),
                        software.amazon.awssdk.core.sync.RequestBody.empty())))
                .isEqualTo("AccessControlListNotSupported 400");
        assertThat(refusal(() -> s3.createBucket(r -> r.bucket("open").acl("public-read"))))
                .isEqualTo("InvalidBucketAclWithObjectOwnership 400");
    }

    @Test
    void keepsAPolicyThatIsOne() {
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
                + "\"Action\":\"s3:*\",\"Resource\":[\"arn:aws:s3:::box\",\"arn:aws:s3:::box/*\"],"
                + "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}";
        s3.putBucketPolicy(r -> r.bucket(BOX).policy(policy));

        assertThat(s3.getBucketPolicy(r -> r.bucket(BOX)).policy()).isEqualTo(policy);
        s3.deleteBucketPolicy(r -> r.bucket(BOX));
        assertThat(refusal(() -> s3.getBucketPolicy(r -> r.bucket(BOX)))).isEqualTo("NoSuchBucketPolicy 404");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{\"Statement\":",
                "{\"Version\":\"2012-10-17\"}",
                "{\"Version\":\"2020\",\"Statement\":[]}",
                "{\"Statement\":[{\"Effect\":\"Maybe\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::box\"}]}",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::box\"}]}",
                "{\"Statement\":[1]}",
                "{\"Statements\":[],\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::box\"}}",
                "{\"Statement\":{\"Effect\":\"Deny\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::box\"}}",
                "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"NotAction\":\"s3:*\",\"Resource\":\"arn:aws:s3:::box\"}}",
                "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::box\",\"Condition\":{\"Sounds\":{\"aws:x\":\"y\"}}}}",
                "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sqs:*\",\"Resource\":\"arn:aws:s3:::box\"}]}",
                "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::other\"}]}"
            })
    void refusesAPolicyThatIsNone(String policy) {
        assertThat(refusal(() -> s3.putBucketPolicy(r -> r.bucket(BOX).policy(policy))))
                .isEqualTo("MalformedPolicy 400");
    }

    @Test
    void refusesAPublicPolicyWherePublicAccessIsBlocked() {
        String policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
                + "\"Resource\":\"arn:aws:s3:::box/*\"}]}";

        assertThat(refusal(() -> s3.putBucketPolicy(r -> r.bucket(BOX).policy(policy))))
                .isEqualTo("AccessDenied 403");
        s3.putPublicAccessBlock(r -> r.bucket(BOX).publicAccessBlockConfiguration(c -> c.blockPublicAcls(true)));
        s3.putBucketPolicy(r -> r.bucket(BOX).policy(policy));
    }

    @Test
    void checksTheExpectedOwner() {
        s3.headBucket(r -> r.bucket(BOX).expectedBucketOwner(aws.accountId()));

        assertThat(refusal(() -> s3.listObjectsV2(r -> r.bucket(BOX).expectedBucketOwner("000000000001"))))
                .isEqualTo("AccessDenied 403");
    }
}
