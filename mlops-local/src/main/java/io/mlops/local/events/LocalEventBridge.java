package io.mlops.local.events;

import io.mlops.local.call.Call;
import io.mlops.local.call.Page;
import io.mlops.local.call.Refusals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.*;

/** EventBridge, with the default event bus alone. */
public final class LocalEventBridge implements EventBridgeClient {
    private static final int MOST_TARGETS = 5;

    private final Call call;
    private final EventBus bus;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalEventBridge(Call call) {
        this.call = call;
        this.bus = EventBus.of(call.cloud(), call.scope());
    }

    @Override
    public PutRuleResponse putRule(PutRuleRequest request) {
        requireDefault(request.eventBusName());
        if (request.eventPattern() == null && request.scheduleExpression() == null) {
            throw Refusals.validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        } else if (request.roleArn() != null) {
            throw Refusals.validation(
                    "RoleArn of a rule is not honoured by this emulator: give it to the targets that need it");
        } else if (request.state() == RuleState.ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS) {
            throw Refusals.validation("State " + request.stateAsString() + " is not honoured by this emulator");
        }
        Optional<EventPattern> pattern =
                Optional.ofNullable(request.eventPattern()).map(EventPattern::parse);
        Optional<Schedule> schedule =
                Optional.ofNullable(request.scheduleExpression()).map(Schedule::parse);
        StoredRule made =
                bus.rules().compute(request.name(), (name, earlier) -> rule(request, pattern, schedule, earlier));
        bus.schedule(made);
        return PutRuleResponse.builder().ruleArn(made.arn()).build();
    }

    /** Of a rule that is there already, targets and tags stay. */
    private StoredRule rule(
            PutRuleRequest request,
            Optional<EventPattern> pattern,
            Optional<Schedule> schedule,
            @Nullable StoredRule earlier) {
        Map<String, String> tags = request.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
        return new StoredRule(
                call.scope().arn("events", "rule/" + request.name()),
                call.cloud().ids().uuid(),
                request,
                call.caller().accountId(),
                pattern,
                schedule,
                earlier == null ? tags : earlier.tags(),
                earlier == null ? Map.of() : earlier.targets());
    }

    @Override
    public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
        StoredRule rule = find(request.name(), request.eventBusName());
        return DescribeRuleResponse.builder()
                .name(rule.name())
                .arn(rule.arn())
                .eventPattern(rule.put().eventPattern())
                .scheduleExpression(rule.put().scheduleExpression())
                .state(rule.state())
                .description(rule.put().description())
                .eventBusName("default")
                .createdBy(rule.createdBy())
                .build();
    }

    @Override
    public ListRulesResponse listRules(ListRulesRequest request) {
        requireDefault(request.eventBusName());
        String prefix = Optional.ofNullable(request.namePrefix()).orElse("");
        List<Rule> all = bus.rules().values().stream()
                .filter(rule -> rule.name().startsWith(prefix))
                .map(LocalEventBridge::listed)
                .toList();
        Page<Rule> page = Page.of(all, request.nextToken(), request.limit(), LocalEventBridge::wrongToken);
        return ListRulesResponse.builder()
                .rules(page.items())
                .nextToken(page.next())
                .build();
    }

    private static Rule listed(StoredRule rule) {
        return Rule.builder()
                .name(rule.name())
                .arn(rule.arn())
                .eventPattern(rule.put().eventPattern())
                .scheduleExpression(rule.put().scheduleExpression())
                .state(rule.state())
                .description(rule.put().description())
                .eventBusName("default")
                .build();
    }

    @Override
    public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
        requireDefault(request.eventBusName());
        bus.rules().computeIfPresent(request.name(), (name, rule) -> {
            if (!rule.targets().isEmpty()) {
                throw Refusals.validation("Rule can't be deleted since it has targets.");
            }
            return null;
        });
        return DeleteRuleResponse.builder().build();
    }

    @Override
    public PutTargetsResponse putTargets(PutTargetsRequest request) {
        StoredRule rule = find(request.rule(), request.eventBusName());
        request.targets().forEach(TargetRules::check);
        Set<String> ids = request.targets().stream().map(Target::id).collect(Collectors.toSet());
        ids.addAll(rule.targets().keySet());
        if (ids.size() > MOST_TARGETS) {
            throw LimitExceededException.builder()
                    .message("The requested resource exceeds the maximum number allowed.")
                    .build();
        }
        request.targets().forEach(target -> rule.targets().put(target.id(), target));
        return PutTargetsResponse.builder().failedEntryCount(0).build();
    }

    @Override
    public ListTargetsByRuleResponse listTargetsByRule(ListTargetsByRuleRequest request) {
        List<Target> all = List.copyOf(
                find(request.rule(), request.eventBusName()).targets().values());
        Page<Target> page = Page.of(all, request.nextToken(), request.limit(), LocalEventBridge::wrongToken);
        return ListTargetsByRuleResponse.builder()
                .targets(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public RemoveTargetsResponse removeTargets(RemoveTargetsRequest request) {
        StoredRule rule = find(request.rule(), request.eventBusName());
        List<RemoveTargetsResultEntry> failed = request.ids().stream()
                .filter(id -> rule.targets().remove(id) == null)
                .map(id -> RemoveTargetsResultEntry.builder()
                        .targetId(id)
                        .errorCode("ResourceNotFoundException")
                        .errorMessage("Rule " + rule.name() + " does not have target " + id + ".")
                        .build())
                .toList();
        return RemoveTargetsResponse.builder()
                .failedEntryCount(failed.size())
                .failedEntries(failed)
                .build();
    }

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
        return new PutEvents(call, bus).put(request);
    }

    private static RuntimeException wrongToken() {
        return Refusals.validation(
                "NextToken is not one of this operation: give the one of the page before, unchanged");
    }

    private StoredRule find(String name, @Nullable String busName) {
        requireDefault(busName);
        StoredRule rule = bus.rules().get(name);
        if (rule == null) {
            throw ResourceNotFoundException.builder()
                    .message("Rule " + name + " does not exist on EventBus default.")
                    .build();
        }
        return rule;
    }

    private void requireDefault(@Nullable String name) {
        if (!bus.isNamed(name)) {
            throw ResourceNotFoundException.builder()
                    .message("Event bus " + name + " does not exist.")
                    .build();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
