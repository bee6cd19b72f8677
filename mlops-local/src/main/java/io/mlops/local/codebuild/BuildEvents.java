package io.mlops.local.codebuild;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.events.EventBus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.LogsLocation;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.ProjectEnvironment;

/** Tells EventBridge that a build began and ended (CodeBuild user guide, "Build notifications input format reference"). */
final class BuildEvents {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);

    private BuildEvents() {}

    static void follow(Cloud cloud, Scope scope, StoredBuild build) {
        publish(cloud, scope, build.build());
        build.whenEnded(() -> publish(cloud, scope, build.build()));
    }

    private static void publish(Cloud cloud, Scope scope, Build build) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("build-status", build.buildStatusAsString());
        detail.put("project-name", build.projectName());
        detail.put("build-id", build.arn());
        detail.put("additional-information", additional(scope, build));
        detail.put("current-phase", build.currentPhase());
        detail.put("current-phase-context", "[]");
        detail.put("version", "1");
        EventBus.of(cloud, scope)
                .publish("aws.codebuild", "CodeBuild Build State Change", List.of(build.arn()), detail);
    }

    private static Map<String, Object> additional(Scope scope, Build build) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put(
                "artifact",
                known(
                        "md5sum", build.artifacts().md5sum(),
                        "sha256sum", build.artifacts().sha256sum(),
                        "location", build.artifacts().location()));
        more.put("environment", environment(build.environment()));
        more.put("timeout-in-minutes", build.timeoutInMinutes());
        more.put("build-complete", build.buildComplete());
        more.put("build-number", build.buildNumber());
        more.put("initiator", build.initiator());
        more.put("build-start-time", TIME.format(build.startTime()));
        more.put(
                "source",
                known(
                        "location", build.source().location(),
                        "type", build.source().typeAsString()));
        more.put("logs", logs(scope, build.logs()));
        more.put("phases", build.phases().stream().map(BuildEvents::phase).toList());
        return more;
    }

    private static Map<String, Object> environment(ProjectEnvironment environment) {
        return known(
                "image", environment.image(),
                "privileged-mode", Boolean.TRUE.equals(environment.privilegedMode()),
                "compute-type", environment.computeTypeAsString(),
                "type", environment.typeAsString(),
                "environment-variables",
                        environment.environmentVariables().stream()
                                .map(BuildEvents::variable)
                                .toList());
    }

    private static Map<String, Object> variable(EnvironmentVariable variable) {
        return known("name", variable.name(), "type", variable.typeAsString(), "value", variable.value());
    }

    private static Map<String, Object> logs(Scope scope, LogsLocation logs) {
        return known(
                "group-name", logs.groupName(),
                "stream-name", logs.streamName(),
                "deep-link",
                        "https://console.aws.amazon.com/cloudwatch/home?region=" + scope.region() + "#logEvent:group="
                                + logs.groupName() + ";stream=" + logs.streamName());
    }

    private static Map<String, Object> phase(BuildPhase phase) {
        return known(
                "phase-context", phase.endTime() == null ? null : contexts(phase),
                "start-time", TIME.format(phase.startTime()),
                "end-time", time(phase.endTime()),
                "duration-in-seconds", phase.durationInSeconds(),
                "phase-type", phase.phaseTypeAsString(),
                "phase-status", phase.phaseStatusAsString());
    }

    private static List<String> contexts(BuildPhase phase) {
        return phase.contexts().stream()
                .filter(context -> !context.statusCode().isEmpty())
                .map(BuildEvents::context)
                .toList();
    }

    private static String context(PhaseContext context) {
        return context.statusCode() + ": " + context.message();
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : TIME.format(time);
    }

    /** A JSON object of names, each followed by its value; an unset one is left out. */
    private static Map<String, Object> known(@Nullable Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                members.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return members;
    }
}
