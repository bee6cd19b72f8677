package io.mlops.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** The default event bus of an account in a region: takes events and sends them to the targets of the rules that fit. */
public final class EventBus {
    private final Cloud cloud;
    private final Scope scope;
    private final Map<String, StoredRule> rules = new ConcurrentSkipListMap<>();

    private EventBus(Cloud cloud, Scope scope) {
        this.cloud = cloud;
        this.scope = scope;
    }

    /**
     * Finds the default event bus.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return the bus
     */
    public static EventBus of(Cloud cloud, Scope scope) {
        return cloud.stores().of(EventBus.class, scope, made -> new EventBus(cloud, made));
    }

    /**
     * Gives each rule's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        of(cloud, scope).rules.values().forEach(rule -> tags.put(rule.arn(), rule.tags()));
        return tags;
    }

    /** Says whether a request means this bus: by its name, by its ARN, or by naming none. */
    boolean isNamed(@Nullable String name) {
        return name == null || name.equals("default") || name.equals(scope.arn("events", "event-bus/default"));
    }

    Map<String, StoredRule> rules() {
        return rules;
    }

    /**
     * Publishes an event of an AWS service. Returns at once; targets are invoked by workers.
     *
     * @param source as {@code aws.s3}
     * @param detailType as {@code Object Created}
     * @param resources the ARNs that it is about
     * @param detail what Jackson makes a JSON object of, or one of the SDK's shapes, whose members keep AWS's names and
     *     whose times become milliseconds
     */
    public void publish(String source, String detailType, List<String> resources, Object detail) {
        if (!rules.isEmpty()) {
            Object json = detail instanceof SdkPojo shape ? ShapeDetail.of(shape) : detail;
            send(event(
                    cloud.ids().uuid(),
                    source,
                    detailType,
                    cloud.scheduler().now(),
                    resources,
                    EventPattern.JSON.valueToTree(json)));
        }
    }

    /** An event in EventBridge's envelope. */
    ObjectNode event(
            String id, String source, String detailType, Instant time, List<String> resources, JsonNode detail) {
        ObjectNode event = EventPattern.JSON.createObjectNode();
        event.put("version", "0").put("id", id).put("detail-type", detailType).put("source", source);
        event.put("account", scope.accountId());
        event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", scope.region());
        resources.forEach(event.putArray("resources")::add);
        event.set("detail", detail);
        return event;
    }

    void send(ObjectNode event) {
        JsonNode plain = TargetInput.parsed(event.toString());
        for (StoredRule rule : rules.values()) {
            if (rule.isEnabled()
                    && rule.pattern().filter(pattern -> pattern.fits(plain)).isPresent()) {
                deliver(rule, plain);
            }
        }
    }

    private void deliver(StoredRule rule, JsonNode event) {
        rule.targets().values().forEach(target -> new Delivery(cloud, scope, rule, target, event).begin());
    }

    /** Runs a scheduled rule from now on, until it is replaced or deleted. */
    void schedule(StoredRule rule) {
        rule.schedule()
                .flatMap(schedule -> schedule.next(cloud.scheduler().now()))
                .ifPresent(next -> cloud.scheduler()
                        .after(Duration.between(cloud.scheduler().now(), next), () -> fire(rule, next)));
    }

    private void fire(StoredRule rule, Instant time) {
        if (!rule.equals(rules.get(rule.name()))) {
            return;
        }
        if (rule.isEnabled()) {
            deliver(
                    rule,
                    event(
                            cloud.ids().uuid(),
                            "aws.events",
                            "Scheduled Event",
                            time,
                            List.of(rule.arn()),
                            EventPattern.JSON.createObjectNode()));
        }
        schedule(rule);
    }
}
