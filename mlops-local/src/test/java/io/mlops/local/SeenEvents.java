package io.mlops.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The events of a service, in no order, which a rule writes to a log group. */
public final class SeenEvents {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final CloudWatchLogsClient logs;

    public SeenEvents(LocalAws aws, String source) {
        logs = Sdk.client(aws, CloudWatchLogsClient.builder());
        logs.createLogGroup(r -> r.logGroupName("/events"));
        EventBridgeClient events = Sdk.client(aws, EventBridgeClient.builder());
        events.putRule(r -> r.name("all").eventPattern("{\"source\":[\"" + source + "\"]}"));
        events.putTargets(r -> r.rule("all")
                .targets(Target.builder()
                        .id("1")
                        .arn("arn:aws:logs:eu-west-1:123456789012:log-group:/events")
                        .build()));
    }

    public List<JsonNode> all() {
        return logs.filterLogEvents(r -> r.logGroupName("/events")).events().stream()
                .map(FilteredLogEvent::message)
                .map(SeenEvents::parsed)
                .toList();
    }

    private static JsonNode parsed(String event) {
        try {
            return JSON.readTree(event);
        } catch (JsonProcessingException e) {
            throw new AssertionError(event, e);
        }
    }
}
