package io.mlops.local.iam;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.local.call.Cloud;
import io.mlops.local.iam.policy.Decision;
import io.mlops.local.iam.policy.Policies;
import io.mlops.local.iam.policy.Policy;
import io.mlops.local.iam.policy.Request;
import io.mlops.local.iam.policy.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of each role's policies was used, so that a person can take away what was not: for each role the statements and
 * actions that never permitted a call, those that did with actions and resources, and what was denied. Statements that
 * deny are guards, which do their work unused.
 */
public final class PolicyUsage {
    private static final int MOST_RESOURCES = 20;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, RoleUse> byRole = new TreeMap<>();

    private static final class RoleUse {
        /** By policy, by statement: resources by the action that was permitted on them. */
        private final Map<String, Map<String, Use>> statements = new TreeMap<>();

        private final Map<String, Integer> denials = new TreeMap<>();
    }

    private record Use(Statement statement, Map<String, Set<String>> actions) {}

    /** Makes one that has seen nothing. */
    public PolicyUsage() {}

    /** Takes a decision. Every statement that would have permitted the call counts as used. */
    synchronized void decided(Optional<String> roleArn, Policies policies, Request request, Decision decision) {
        roleArn.ifPresent(arn -> {
            RoleUse role = byRole.computeIfAbsent(arn, key -> new RoleUse());
            policies.identity()
                    .forEach(policy -> see(role, policy, Optional.of(request).filter(r -> decision.isAllowed())));
            if (!decision.isAllowed()) {
                role.denials.merge(
                        request.action() + " on " + request.resource() + " " + decision.reason(request.action()),
                        1,
                        Integer::sum);
            }
        });
    }

    /** Takes a role that may never have been assumed. */
    private void exists(String roleArn, List<Policy> policies) {
        RoleUse role = byRole.computeIfAbsent(roleArn, key -> new RoleUse());
        policies.forEach(policy -> see(role, policy, Optional.empty()));
    }

    private static void see(RoleUse role, Policy policy, Optional<Request> permitted) {
        Map<String, Use> statements = role.statements.computeIfAbsent(policy.name(), key -> new TreeMap<>());
        for (Statement statement : policy.statements()) {
            if (!statement.isDeny()) {
                Use use = statements.computeIfAbsent(statement.name(), key -> new Use(statement, new TreeMap<>()));
                permitted.filter(statement::concerns).ifPresent(request -> add(use, request));
            }
        }
    }

    private static void add(Use use, Request request) {
        Set<String> resources = use.actions().computeIfAbsent(request.action(), key -> new TreeSet<>());
        if (resources.size() < MOST_RESOURCES) {
            resources.add(request.resource());
        }
    }

    /**
     * Writes the report.
     *
     * @param cloud the emulated AWS
     * @param accountId the account whose roles are reported, those that nobody assumed included
     * @param file where, replaced
     * @throws UncheckedIOException if it cannot be written
     */
    public synchronized void write(Cloud cloud, String accountId, Path file) {
        Roles roles = Roles.of(cloud, accountId);
        synchronized (roles) {
            roles.byName()
                    .values()
                    .forEach(role -> exists(role.role().arn(), Documents.ofRole(cloud, accountId, role.state())));
        }
        ObjectNode report = NODES.objectNode();
        byRole.forEach((arn, use) -> {
            ObjectNode role = report.putObject(arn);
            ArrayNode unused = role.putArray("neverUsed");
            ArrayNode used = role.putArray("used");
            use.statements.forEach((policy, statements) ->
                    statements.forEach((name, statement) -> describe(policy + "/" + name, statement, unused, used)));
            ObjectNode denied = role.putObject("denied");
            use.denials.forEach(denied::put);
        });
        try {
            JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
        } catch (IOException e) {
            throw new UncheckedIOException("the report " + file + " cannot be written", e);
        }
    }

    private static void describe(String name, Use use, ArrayNode unused, ArrayNode used) {
        List<String> never = use.statement().actions().stream()
                .filter(pattern ->
                        use.actions().keySet().stream().noneMatch(action -> Statement.names(pattern, action)))
                .toList();
        if (!never.isEmpty() || use.actions().isEmpty()) {
            ArrayNode actions = unused.addObject().put("statement", name).putArray("actions");
            never.forEach(actions::add);
        }
        if (!use.actions().isEmpty()) {
            ObjectNode actions = used.addObject().put("statement", name).putObject("actions");
            use.actions().forEach((action, resources) -> {
                ArrayNode on = actions.putArray(action);
                resources.forEach(on::add);
            });
        }
    }
}
