package io.mlops.run;

import java.time.Instant;
import java.util.Map;

/** An action as an execution last ran it. Texts are empty where AWS gives none. */
record ActionRun(
        String stage,
        String action,
        String status,
        Instant started,
        Instant updated,
        String provider,
        Map<String, String> configuration,
        String externalId,
        String summary,
        String error,
        Map<String, String> outputVariables) {
    private static final String FAILED = "Failed";

    boolean isFailed() {
        return status.equals(FAILED);
    }

    boolean isBuild() {
        return provider.equals("CodeBuild") && externalId.contains(":");
    }
}
