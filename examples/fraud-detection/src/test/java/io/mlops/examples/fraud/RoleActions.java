package io.mlops.examples.fraud;

import io.mlops.MlopsPipeline;
import io.mlops.aws.Aws;
import io.mlops.plan.Role;
import io.mlops.plan.iam.Actor;
import io.mlops.plan.iam.PolicyDocument;
import io.mlops.plan.iam.RolePolicies;
import io.mlops.plan.iam.Statement;
import io.mlops.spec.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Takes an action away from a role of an applied pipeline, and gives it back. */
final class RoleActions {
    private final Aws aws;
    private final Names names;
    private final RolePolicies policies;
    private final Map<Actor, String> withdrawn = new EnumMap<>(Actor.class);

    RoleActions(Aws aws, MlopsPipeline pipeline) {
        this.aws = aws;
        this.names = pipeline.names(aws);
        this.policies = new RolePolicies(pipeline.spec(), names);
    }

    void withdraw(Actor actor, String action) {
        withdrawn.put(actor, action);
        List<Statement> left = policies.of(actor).statements().stream()
                .flatMap(statement -> without(statement, action))
                .toList();
        if (left.isEmpty()) {
            // IAM takes no policy without a statement.
            aws.iam().deleteRolePolicy(r -> r.roleName(actor.roleName(names)).policyName(Role.POLICY_NAME));
        } else {
            put(actor, new PolicyDocument(left));
        }
    }

    private static Stream<Statement> without(Statement statement, String action) {
        List<String> left = statement.actions().stream()
                .filter(other -> statement.effect() == Statement.Effect.DENY || !other.equals(action))
                .toList();
        return left.isEmpty()
                ? Stream.empty()
                : Stream.of(new Statement(
                        statement.sid(),
                        statement.effect(),
                        statement.principals(),
                        left,
                        statement.resources(),
                        statement.conditions()));
    }

    void giveBack(Actor actor) {
        put(actor, policies.of(actor));
    }

    private void put(Actor actor, PolicyDocument policy) {
        aws.iam()
                .putRolePolicy(r -> r.roleName(actor.roleName(names))
                        .policyName(Role.POLICY_NAME)
                        .policyDocument(policy.json()));
    }

    /** Tells whether a call record has the role refused what was taken away. */
    boolean wereDenied(Path record, Actor actor) {
        String session = "assumed-role/" + actor.roleName(names) + "/";
        String action = "\"action\":\"" + withdrawn.get(actor) + "\"";
        try (Stream<String> lines = Files.lines(record)) {
            return lines.anyMatch(line ->
                    line.contains(session) && line.contains(action) && line.contains("\"decision\":\"DENIED\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
