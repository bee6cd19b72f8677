package io.mlops.run;

import io.mlops.aws.AwsClients;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells a listener what has changed since it last looked. */
final class Watch {
    private static final String IN_PROGRESS = "InProgress";
    private static final String SUCCEEDED = "Succeeded";

    private final AwsClients aws;
    private final Clock clock;
    private final Instant began;
    private final RunListener listener;
    private final boolean followLogs;
    private final Map<String, Integer> countByStage;
    private final Map<String, String> stages = new HashMap<>();
    private final Map<String, String> actions = new HashMap<>();
    private final Map<String, BuildLog> logs = new HashMap<>();

    Watch(AwsClients aws, Clock clock, RunListener listener, boolean followLogs, Map<String, Integer> countByStage) {
        this.aws = aws;
        this.clock = clock;
        this.began = clock.instant();
        this.listener = listener;
        this.followLogs = followLogs;
        this.countByStage = countByStage;
    }

    void report(List<ActionRun> runs) {
        byStage(runs).forEach((stage, its) -> {
            String status = status(stage, its);
            boolean changed = !status.equals(stages.put(stage, status));
            if (changed && status.equals(IN_PROGRESS)) {
                listener.on(new RunEvent.StageChanged(stage, status, elapsed()));
            }
            its.forEach(this::report);
            if (changed && !status.equals(IN_PROGRESS)) {
                listener.on(new RunEvent.StageChanged(stage, status, elapsed()));
            }
        });
    }

    private void report(ActionRun run) {
        if (followLogs && run.isBuild()) {
            logs.computeIfAbsent(run.externalId(), id -> new BuildLog(aws, id))
                    .next()
                    .forEach(line -> listener.on(new RunEvent.LogLine(run.stage(), line)));
        }
        // A revision's id or a build's summary says something to people; an error is told once, at the end.
        String state = run.status() + "|" + run.summary();
        if (!state.equals(actions.put(run.stage() + "/" + run.action(), state))) {
            listener.on(new RunEvent.ActionChanged(run.stage(), run.action(), run.status(), run.summary(), elapsed()));
        }
    }

    List<StageResult> results(List<ActionRun> runs) {
        List<StageResult> results = new ArrayList<>();
        byStage(runs).forEach((stage, its) -> {
            Instant start =
                    its.stream().map(ActionRun::started).min(Instant::compareTo).orElse(Instant.EPOCH);
            Instant end =
                    its.stream().map(ActionRun::updated).max(Instant::compareTo).orElse(start);
            Map<String, String> variables = new LinkedHashMap<>();
            its.forEach(run -> run.outputVariables()
                    .forEach((key, value) -> variables.put(its.size() == 1 ? key : run.action() + "." + key, value)));
            results.add(new StageResult(stage, status(stage, its), Duration.between(start, end), variables));
        });
        return results;
    }

    private static Map<String, List<ActionRun>> byStage(List<ActionRun> runs) {
        Map<String, List<ActionRun>> byStage = new LinkedHashMap<>();
        runs.forEach(run ->
                byStage.computeIfAbsent(run.stage(), stage -> new ArrayList<>()).add(run));
        return byStage;
    }

    private String status(String stage, List<ActionRun> runs) {
        List<String> statuses = runs.stream().map(ActionRun::status).toList();
        if (statuses.contains(IN_PROGRESS)) {
            return IN_PROGRESS;
        }
        boolean complete = runs.size() >= countByStage.getOrDefault(stage, 1);
        return statuses.stream()
                .filter(status -> !status.equals(SUCCEEDED))
                .findFirst()
                .orElse(complete ? SUCCEEDED : IN_PROGRESS);
    }

    private Duration elapsed() {
        return Duration.between(began, clock.instant());
    }
}
