package io.mlops.local.wire;

import java.util.Map;

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

    private S3Roots() {}

    static String of(String operation) {
        return ROOTS.getOrDefault(operation, operation + "Result");
    }
}
