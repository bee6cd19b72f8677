package io.mlops.local.events;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * A rule.
 *
 * @param arn its ARN
 * @param revision changes with each put
 * @param put what it was put with
 * @param createdBy the account that made it
 * @param pattern which events it takes
 * @param schedule when it runs by itself
 * @param tags by key
 * @param targets by id
 */
record StoredRule(
        String arn,
        String revision,
        PutRuleRequest put,
        String createdBy,
        Optional<EventPattern> pattern,
        Optional<Schedule> schedule,
        Map<String, String> tags,
        Map<String, Target> targets) {
    /** Takes targets from the rule that it replaces. */
    StoredRule {
        tags = Map.copyOf(tags);
        targets = new ConcurrentSkipListMap<>(targets);
    }

    String name() {
        return put.name();
    }

    RuleState state() {
        return put.state() == null ? RuleState.ENABLED : put.state();
    }

    boolean isEnabled() {
        return state() == RuleState.ENABLED;
    }
}
