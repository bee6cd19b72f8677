package io.mlops.local.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;

/**
 * What a copy is made of.
 *
 * @param bucket its bucket
 * @param key its key
 * @param versionId its version; the current one if empty
 */
record CopySource(String bucket, String key, Optional<String> versionId) {
    static CopySource of(CopyObjectRequest request) {
        return parse(Members.text(request, "CopySource").orElse(""));
    }

    /** Reads {@code [/]bucket/key[?versionId=id]}, percent-encoded. */
    private static CopySource parse(String text) {
        String path = text.startsWith("/") ? text.substring(1) : text;
        int question = path.indexOf("?versionId=");
        Optional<String> version =
                question < 0 ? Optional.empty() : Optional.of(path.substring(question + "?versionId=".length()));
        String decoded = decoded(question < 0 ? path : path.substring(0, question));
        int slash = decoded.indexOf('/');
        if (slash < 1 || slash == decoded.length() - 1) {
            throw S3Errors.invalidArgument(
                    "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        }
        return new CopySource(decoded.substring(0, slash), decoded.substring(slash + 1), version);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument("Copy Source must be URL-encoded");
        }
    }
}
