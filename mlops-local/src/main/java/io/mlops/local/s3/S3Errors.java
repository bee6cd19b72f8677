package io.mlops.local.s3;

import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3's errors, in its words (Amazon S3 API reference, error responses). */
final class S3Errors {
    private S3Errors() {}

    static AwsServiceException of(String code, int status, String message) {
        return filled(S3Exception.builder(), code, status, message, Map.of());
    }

    static AwsServiceException of(String code, int status, String message, Map<String, String> headers) {
        return filled(S3Exception.builder(), code, status, message, headers);
    }

    static AwsServiceException noSuchBucket() {
        return filled(
                NoSuchBucketException.builder(), "NoSuchBucket", 404, "The specified bucket does not exist", Map.of());
    }

    static AwsServiceException noSuchKey(Map<String, String> headers) {
        return filled(NoSuchKeyException.builder(), "NoSuchKey", 404, "The specified key does not exist.", headers);
    }

    static AwsServiceException noSuchVersion() {
        return of("NoSuchVersion", 404, "The specified version does not exist.");
    }

    static AwsServiceException noSuchUpload() {
        return filled(
                NoSuchUploadException.builder(),
                "NoSuchUpload",
                404,
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been"
                        + " aborted or completed.",
                Map.of());
    }

    static AwsServiceException preconditionFailed() {
        return of("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold");
    }

    static AwsServiceException invalidArgument(String message) {
        return of("InvalidArgument", 400, message);
    }

    static AwsServiceException invalidRequest(String message) {
        return of("InvalidRequest", 400, message);
    }

    static AwsServiceException malformedXml() {
        return of(
                "MalformedXML",
                400,
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static AwsServiceException badDigest(String what) {
        return of("BadDigest", 400, "The " + what + " you specified did not match the calculated checksum.");
    }

    private static AwsServiceException filled(
            AwsServiceException.Builder builder, String code, int status, String message, Map<String, String> headers) {
        SdkHttpResponse.Builder http = SdkHttpResponse.builder().statusCode(status);
        headers.forEach(http::putHeader);
        builder.message(message)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("S3")
                        .errorCode(code)
                        .errorMessage(message)
                        .sdkHttpResponse(http.build())
                        .build());
        return builder.build();
    }
}
