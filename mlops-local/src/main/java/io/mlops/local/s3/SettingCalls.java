package io.mlops.local.s3;

import io.mlops.local.call.Call;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.*;

/** Calls that read and change a bucket's settings. */
final class SettingCalls {
    private final Call call;
    private final Buckets buckets;

    SettingCalls(Call call, Buckets buckets) {
        this.call = call;
        this.buckets = buckets;
    }

    private BucketSettings settings(SdkPojo request) {
        return buckets.find(call, request).settings();
    }

    PutBucketVersioningResponse putVersioning(PutBucketVersioningRequest request) {
        BucketSettings settings = settings(request);
        VersioningConfiguration wanted = present(request.versioningConfiguration());
        BucketVersioningStatus status = wanted.status();
        if (status == null) {
            throw S3Errors.of(
                    "IllegalVersioningConfigurationException", 400, "The Versioning element must be specified");
        } else if (status == BucketVersioningStatus.UNKNOWN_TO_SDK_VERSION) {
            throw S3Errors.malformedXml();
        } else if (wanted.mfaDelete() == MFADelete.ENABLED) {
            throw Unhonoured.refusal("MfaDelete");
        }
        settings.set(status);
        return PutBucketVersioningResponse.builder().build();
    }

    GetBucketVersioningResponse getVersioning(GetBucketVersioningRequest request) {
        GetBucketVersioningResponse.Builder answer = GetBucketVersioningResponse.builder();
        settings(request).get(BucketVersioningStatus.class).ifPresent(answer::status);
        return answer.build();
    }

    PutBucketEncryptionResponse putEncryption(PutBucketEncryptionRequest request) {
        BucketSettings settings = settings(request);
        ServerSideEncryptionConfiguration wanted = present(request.serverSideEncryptionConfiguration());
        if (wanted.rules().size() != 1 || wanted.rules().get(0).applyServerSideEncryptionByDefault() == null) {
            throw S3Errors.malformedXml();
        }
        ServerSideEncryptionByDefault chosen = wanted.rules().get(0).applyServerSideEncryptionByDefault();
        Encryption.require(chosen.sseAlgorithmAsString(), Optional.ofNullable(chosen.kmsMasterKeyID()));
        settings.set(wanted);
        return PutBucketEncryptionResponse.builder().build();
    }

    GetBucketEncryptionResponse getEncryption(GetBucketEncryptionRequest request) {
        return GetBucketEncryptionResponse.builder()
                .serverSideEncryptionConfiguration(settings(request)
                        .get(ServerSideEncryptionConfiguration.class)
                        .orElseThrow(() -> absent(
                                "ServerSideEncryptionConfigurationNotFoundError",
                                "The server side encryption configuration was not found")))
                .build();
    }

    PutPublicAccessBlockResponse putPublicAccessBlock(PutPublicAccessBlockRequest request) {
        PublicAccessBlockConfiguration wanted = present(request.publicAccessBlockConfiguration());
        settings(request)
                .set(PublicAccessBlockConfiguration.builder()
                        .blockPublicAcls(Boolean.TRUE.equals(wanted.blockPublicAcls()))
                        .ignorePublicAcls(Boolean.TRUE.equals(wanted.ignorePublicAcls()))
                        .blockPublicPolicy(Boolean.TRUE.equals(wanted.blockPublicPolicy()))
                        .restrictPublicBuckets(Boolean.TRUE.equals(wanted.restrictPublicBuckets()))
                        .build());
        return PutPublicAccessBlockResponse.builder().build();
    }

    GetPublicAccessBlockResponse getPublicAccessBlock(GetPublicAccessBlockRequest request) {
        return GetPublicAccessBlockResponse.builder()
                .publicAccessBlockConfiguration(settings(request)
                        .get(PublicAccessBlockConfiguration.class)
                        .orElseThrow(() -> absent(
                                "NoSuchPublicAccessBlockConfiguration",
                                "The public access block configuration was not found")))
                .build();
    }

    DeletePublicAccessBlockResponse deletePublicAccessBlock(DeletePublicAccessBlockRequest request) {
        settings(request).remove(PublicAccessBlockConfiguration.class);
        return DeletePublicAccessBlockResponse.builder().build();
    }

    PutBucketPolicyResponse putPolicy(PutBucketPolicyRequest request) {
        BucketSettings settings = settings(request);
        boolean open = BucketPolicyRules.check(request.bucket(), present(request.policy()));
        boolean blocked = settings.get(PublicAccessBlockConfiguration.class)
                .map(PublicAccessBlockConfiguration::blockPublicPolicy)
                .orElse(false);
        if (open && blocked) {
            throw S3Errors.of(
                    "AccessDenied",
                    403,
                    "User: " + call.caller().arn() + " is not authorized to perform: s3:PutBucketPolicy on resource:"
                            + " \"arn:aws:s3:::" + request.bucket() + "\" because public policies are prevented by the"
                            + " BlockPublicPolicy setting in S3 Block Public Access.");
        }
        settings.set(new BucketSettings.Policy(request.policy(), open));
        return PutBucketPolicyResponse.builder().build();
    }

    GetBucketPolicyResponse getPolicy(GetBucketPolicyRequest request) {
        return GetBucketPolicyResponse.builder()
                .policy(settings(request)
                        .get(BucketSettings.Policy.class)
                        .orElseThrow(() -> absent("NoSuchBucketPolicy", "The bucket policy does not exist"))
                        .document())
                .build();
    }

    DeleteBucketPolicyResponse deletePolicy(DeleteBucketPolicyRequest request) {
        settings(request).remove(BucketSettings.Policy.class);
        return DeleteBucketPolicyResponse.builder().build();
    }

    PutBucketTaggingResponse putTagging(PutBucketTaggingRequest request) {
        settings(request)
                .set(new BucketTags(Tags.ofBucket(present(request.tagging()).tagSet())));
        return PutBucketTaggingResponse.builder().build();
    }

    GetBucketTaggingResponse getTagging(GetBucketTaggingRequest request) {
        return GetBucketTaggingResponse.builder()
                .tagSet(Tags.set(settings(request)
                        .get(BucketTags.class)
                        .orElseThrow(() -> absent("NoSuchTagSet", "The TagSet does not exist"))
                        .tags()))
                .build();
    }

    DeleteBucketTaggingResponse deleteTagging(DeleteBucketTaggingRequest request) {
        settings(request).remove(BucketTags.class);
        return DeleteBucketTaggingResponse.builder().build();
    }

    PutBucketNotificationConfigurationResponse putNotification(PutBucketNotificationConfigurationRequest request) {
        NotificationConfiguration wanted = present(request.notificationConfiguration());
        BucketSettings settings = settings(request);
        if (wanted.hasTopicConfigurations()
                || wanted.hasQueueConfigurations()
                || wanted.hasLambdaFunctionConfigurations()) {
            throw Unhonoured.refusal("a notification to other than EventBridge");
        }
        settings.set(wanted);
        return PutBucketNotificationConfigurationResponse.builder().build();
    }

    GetBucketNotificationConfigurationResponse getNotification(GetBucketNotificationConfigurationRequest request) {
        GetBucketNotificationConfigurationResponse.Builder answer =
                GetBucketNotificationConfigurationResponse.builder();
        settings(request)
                .get(NotificationConfiguration.class)
                .ifPresent(setting -> answer.eventBridgeConfiguration(setting.eventBridgeConfiguration()));
        return answer.build();
    }

    PutBucketOwnershipControlsResponse putOwnership(PutBucketOwnershipControlsRequest request) {
        OwnershipControls wanted = present(request.ownershipControls());
        if (wanted.rules().size() != 1
                || wanted.rules().get(0).objectOwnership() == ObjectOwnership.UNKNOWN_TO_SDK_VERSION) {
            throw S3Errors.malformedXml();
        }
        settings(request).set(wanted);
        return PutBucketOwnershipControlsResponse.builder().build();
    }

    GetBucketOwnershipControlsResponse getOwnership(GetBucketOwnershipControlsRequest request) {
        return GetBucketOwnershipControlsResponse.builder()
                .ownershipControls(settings(request)
                        .get(OwnershipControls.class)
                        .orElseThrow(() -> absent(
                                "OwnershipControlsNotFoundError", "The bucket ownership controls were not found")))
                .build();
    }

    DeleteBucketOwnershipControlsResponse deleteOwnership(DeleteBucketOwnershipControlsRequest request) {
        settings(request).remove(OwnershipControls.class);
        return DeleteBucketOwnershipControlsResponse.builder().build();
    }

    /** The document of a request, without which nothing is to be done. */
    private static <T> T present(@org.jspecify.annotations.Nullable T document) {
        if (document == null) {
            throw S3Errors.malformedXml();
        }
        return document;
    }

    private static AwsServiceException absent(String code, String message) {
        return S3Errors.of(code, 404, message);
    }
}
