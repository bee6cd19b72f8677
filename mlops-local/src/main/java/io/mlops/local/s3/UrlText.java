package io.mlops.local.s3;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;

/** Keys in lists: as they are, or percent-encoded for clients whose XML could not hold them. */
final class UrlText {
    private final boolean encodes;

    private UrlText(boolean encodes) {
        this.encodes = encodes;
    }

    static UrlText of(@Nullable String encodingType) {
        if (encodingType != null && !encodingType.equals("url")) {
            throw S3Errors.invalidArgument("Invalid Encoding Method specified in Request");
        }
        return new UrlText(encodingType != null);
    }

    String key(String key) {
        return encodes
                ? URLEncoder.encode(key, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/")
                : key;
    }

    /** A key that may be missing, and then stays so. */
    @Nullable
    String optional(@Nullable String key) {
        return key == null ? null : key(key);
    }

    @Nullable
    String optional(Optional<String> key) {
        return key.map(this::key).orElse(null);
    }

    List<CommonPrefix> prefixes(List<String> prefixes) {
        return prefixes.stream()
                .map(prefix -> CommonPrefix.builder().prefix(key(prefix)).build())
                .toList();
    }
}
