package io.mlops.local.wire;

import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** The root elements of S3's answers, which the API's model does not keep (Amazon S3 API reference). */
final class S3Roots {
    private static final Map<String, String> ROOTS = Map.ofEntries(
            Map.entry("ListBuckets", "ListAllMyBucketsResult"),
            Map.entry("ListObjects", "ListBucketResult"),
            Map.entry("ListObjectsV2", "ListBucketResult"),
            Map.entry("ListObjectVersions", "ListVersionsResult"),
            Map.entry("CreateMultipartUpload", "InitiateMultipartUploadResult"),
            Map.entry("ListParts", "ListPartsResult"),
            Map.entry("DeleteObjects", "DeleteResult"),
            Map.entry("GetBucketVersioning", "VersioningConfiguration"),
            Map.entry("GetBucketLocation", "LocationConstraint"),
            Map.entry("GetBucketAcl", "AccessControlPolicy"),
            Map.entry("GetBucketTagging", "Tagging"),
            Map.entry("GetObjectTagging", "Tagging"),
            Map.entry("GetBucketNotificationConfiguration", "NotificationConfiguration"),
            Map.entry("GetObjectAttributes", "GetObjectAttributesOutput"));

    /** The operation whose answer is one element with a text, where the model has a member. */
    static final String TEXT_OPERATION = "GetBucketLocation";

    private S3Roots() {}

    static byte[] text(SdkPojo output) {
        XmlText text = new XmlText().open(of(TEXT_OPERATION) + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"");
        for (SdkField<?> field : output.sdkFields()) {
            Object value = field.getValueOrDefault(output);
            text.text(value == null ? "" : value.toString());
        }
        return text.close(of(TEXT_OPERATION)).bytes();
    }

    static String of(String operation) {
        return ROOTS.getOrDefault(operation, operation + "Result");
    }
}
