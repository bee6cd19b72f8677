package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.EventRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Provisions rules on the default event bus, each with its one target. */
final class EventRuleProvisioner implements Provisioner<EventRule> {
    private final AwsClients aws;
    private final Tags tags;

    EventRuleProvisioner(AwsClients aws, Tags tags) {
        this.aws = aws;
        this.tags = tags;
    }

    @Override
    public Class<EventRule> type() {
        return EventRule.class;
    }

    @Override
    public Optional<EventRule> read(String name) {
        return Missing.orValue(() -> aws.events().describeRule(request -> request.name(name)))
                .map(this::read);
    }

    private EventRule read(DescribeRuleResponse rule) {
        try (AtOnce calls = new AtOnce()) {
            Supplier<Map<String, String>> tagged = calls.ask(() -> Tagged.of(aws, rule.arn()));
            return read(
                    rule,
                    aws.events()
                            .listTargetsByRule(request -> request.rule(rule.name()))
                            .targets(),
                    tags.own(tagged.get()));
        }
    }

    private static EventRule read(DescribeRuleResponse rule, List<Target> targets, Map<String, String> tags) {
        Optional<Target> target = targets.size() == 1 ? Optional.of(targets.get(0)) : Optional.empty();
        return new EventRule(
                rule.name(),
                Optional.ofNullable(rule.eventPattern()).orElse(""),
                target.map(Target::arn).orElse(""),
                target.map(Target::roleArn).orElse(""),
                tags);
    }

    /** PutRule tags a new rule, and leaves the tags of one that is there as they are. */
    @Override
    public void create(EventRule wanted) {
        EventBridgeClient events = aws.events();
        events.putRule(request ->
                request.name(wanted.name()).eventPattern(wanted.eventPattern()).tags(tags(wanted.tags())));
        PutTargetsResponse put = events.putTargets(request -> request.rule(wanted.name())
                .targets(Target.builder()
                        .id(EventRule.TARGET_ID)
                        .arn(wanted.targetArn())
                        .roleArn(wanted.roleArn())
                        .build()));
        if (put.failedEntryCount() != null && put.failedEntryCount() > 0) {
            throw new NotProvisionedException("event rule " + wanted.name() + ": its target was refused: "
                    + put.failedEntries().get(0).errorMessage());
        }
    }

    @Override
    public void update(EventRule before, EventRule after) {
        create(after);
    }

    @Override
    public void delete(EventRule rule) {
        Missing.tolerated(() -> {
            EventBridgeClient events = aws.events();
            List<String> ids = events.listTargetsByRule(request -> request.rule(rule.name())).targets().stream()
                    .map(Target::id)
                    .toList();
            if (!ids.isEmpty()) {
                events.removeTargets(request -> request.rule(rule.name()).ids(ids));
            }
            events.deleteRule(request -> request.name(rule.name()));
        });
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return Tags.list(
                tags, (key, value) -> Tag.builder().key(key).value(value).build());
    }
}
