package io.mlops.deploy.endpoint;

import io.mlops.contract.ContractJson;
import io.mlops.deploy.artifact.Release;
import java.util.regex.Pattern;

/**
 * The name of a release's endpoint config, and of its model: endpoint, package version, and a digest of package and
 * settings. Derived, not random: a repeated invocation finds its own work. Tags and the way of the update are no part of
 * the digest, since neither is a reason for another fleet.
 */
final class EndpointConfigName {
    /** SageMaker's limit for the names of models, endpoint configs and endpoints. */
    private static final int LONGEST = 63;

    private static final int DIGEST_PART = 10;
    /** What an endpoint's name keeps whatever the version: the version has 9 digits at most. */
    private static final int UNCUT = LONGEST - "-v999999999-".length() - DIGEST_PART;

    private static final Pattern END = Pattern.compile("-v[1-9][0-9]{0,8}-[0-9a-f]{10}");

    private EndpointConfigName() {}

    /** Cuts the name to 63 characters in the endpoint's part, never in version or digest. */
    static String of(Release release) {
        String end = "-v" + release.modelPackageArn().version() + "-"
                + digest(release).substring(0, DIGEST_PART);
        return cut(release.settings().endpointName(), LONGEST - end.length()) + end;
    }

    /** What all names of an endpoint's configs start with, and perhaps other endpoints' too. */
    static String start(String endpoint) {
        return cut(endpoint, UNCUT);
    }

    /** Whether a name may be one of the endpoint's configs: its tag says whether it is. */
    static boolean matches(String name, String endpoint) {
        return name.startsWith(start(endpoint))
                && name.length() > DIGEST_PART
                && END.matcher(name.substring(Math.max(0, name.lastIndexOf("-v"))))
                        .matches();
    }

    private static String cut(String name, int longest) {
        String start = name.substring(0, Math.min(name.length(), longest));
        while (start.endsWith("-")) {
            start = start.substring(0, start.length() - 1);
        }
        return start;
    }

    private static String digest(Release release) {
        return Digests.sha256(release.modelPackageArn() + "\n"
                + ContractJson.writeCompact(release.settings().ofConfig()));
    }
}
