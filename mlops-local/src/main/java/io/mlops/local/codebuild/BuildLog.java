package io.mlops.local.codebuild;

import io.mlops.local.account.Scheduler;
import io.mlops.local.logs.LogWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** A build's log, in the words of AWS's build agent. */
final class BuildLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private final Scheduler scheduler;
    private final LogWriter writer;
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    BuildLog(Scheduler scheduler, LogWriter writer) {
        this.scheduler = scheduler;
        this.writer = writer;
    }

    /** Hides a text from now on, as CodeBuild does values of the Parameter Store and access key ids. */
    void hide(String secret) {
        if (!secret.isEmpty()) {
            secrets.add(secret);
        }
    }

    /** Writes a line that a command printed. */
    void output(String line) {
        String shown = line;
        for (String secret : secrets) {
            shown = shown.replace(secret, "***");
        }
        writer.line(shown);
    }

    /** Writes a line of the agent's own. */
    void note(String text) {
        output("[Container] " + TIME.format(scheduler.now()) + " " + text);
    }

    void phaseEnded(BuildPhaseType phase, StatusType status, String code, String message) {
        note("Phase complete: " + phase + " State: " + status);
        note("Phase context status code: " + code + " Message: " + message);
    }

    void close() {
        writer.close();
    }
}
