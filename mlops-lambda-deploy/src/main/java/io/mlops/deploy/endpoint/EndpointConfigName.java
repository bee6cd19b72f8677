package io.mlops.deploy.endpoint;

import io.mlops.contract.ContractJson;
import io.mlops.deploy.artifact.Release;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a release's endpoint config, and of its model: endpoint, package version, and a digest of package and
 * settings. Derived, not random: a repeated invocation finds its own work. Tags are no part of the digest, since another
 * tag is no reason for another fleet.
 */
final class EndpointConfigName {
    /** SageMaker's limit for the names of models, endpoint configs and endpoints. */
    private static final int LONGEST = 63;

    private static final int DIGEST_PART = 10;

    private EndpointConfigName() {}

    /** Cuts the name to 63 characters in the endpoint's part, never in version or digest. */
    static String of(Release release) {
        String end = "-v" + release.modelPackageArn().version() + "-"
                + digest(release).substring(0, DIGEST_PART);
        String endpoint = release.settings().endpointName();
        String start = endpoint.substring(0, Math.min(endpoint.length(), LONGEST - end.length()));
        while (start.endsWith("-")) {
            start = start.substring(0, start.length() - 1);
        }
        return start + end;
    }

    private static String digest(Release release) {
        String text = release.modelPackageArn() + "\n"
                + ContractJson.writeCompact(release.settings().ofConfig());
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
