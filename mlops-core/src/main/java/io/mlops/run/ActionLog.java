package io.mlops.run;

import io.mlops.apply.Missing;
import io.mlops.aws.AwsClients;
import io.mlops.spec.Names;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/** What an action wrote into CloudWatch Logs. */
final class ActionLog {
    private final AwsClients aws;

    ActionLog(AwsClients aws) {
        this.aws = aws;
    }

    /** A build's whole log; of a function, what it logged between the action's start and end. */
    List<String> of(ActionRun run) {
        if (run.isBuild()) {
            return new BuildLog(aws, run.externalId()).next();
        }
        String function = run.configuration().getOrDefault("FunctionName", "");
        return function.isEmpty() ? List.of() : logged(run, Names.functionLogGroup(function));
    }

    private List<String> logged(ActionRun run, String group) {
        FilterLogEventsRequest request = FilterLogEventsRequest.builder()
                .logGroupName(group)
                .startTime(run.started().toEpochMilli())
                .endTime(run.updated().plusSeconds(1).toEpochMilli())
                .build();
        return Missing.orValue(() -> aws.logs().filterLogEventsPaginator(request).events().stream()
                        .map(FilteredLogEvent::message)
                        .map(String::stripTrailing)
                        .toList())
                .orElse(List.of());
    }
}
