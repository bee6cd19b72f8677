package io.mlops.local.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Laws that hold for whatever policies: tried on many, made by a seeded generator. */
class EvaluationLawsTest {
    private static final int TRIES = 3000;
    private static final String ACCOUNT = "123456789012";
    private static final List<String> ACTIONS =
            List.of("s3:GetObject", "s3:PutObject", "s3:*", "*", "S3:get*", "iam:PassRole", "s3:?etObject");
    private static final List<String> RESOURCES = List.of(
            "*", "arn:aws:s3:::a/*", "arn:aws:s3:::a/1", "arn:aws:s3:::b/*", "arn:aws:s3:::${aws:PrincipalTag/t}/*");
    private static final List<String> CONDITIONS = List.of(
            "",
            "",
            ",\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/t\":[\"a\",\"b\"]}}",
            ",\"Condition\":{\"StringNotLike\":{\"aws:PrincipalTag/t\":\"a*\"}}",
            ",\"Condition\":{\"ForAllValues:StringEquals\":{\"aws:TagKeys\":[\"x\",\"y\"]}}",
            ",\"Condition\":{\"ForAnyValue:StringEquals\":{\"aws:TagKeys\":[\"x\"]},\"Null\":{\"none\":\"true\"}}",
            ",\"Condition\":{\"NumericLessThanIfExists\":{\"n\":\"5\"}}");
    private static final List<String> PRINCIPALS = List.of(
            "\"*\"",
            "{\"AWS\":\"" + ACCOUNT + "\"}",
            "{\"AWS\":\"arn:aws:iam::" + ACCOUNT + ":role/app\"}",
            "{\"AWS\":\"arn:aws:sts::" + ACCOUNT + ":assumed-role/app/one\"}",
            "{\"Service\":\"events.amazonaws.com\"}");

    /** A request with its policies' statements, so that they can be changed. */
    private record World(
            Request request,
            List<List<String>> identity,
            Optional<List<String>> boundary,
            List<List<String>> session,
            Optional<List<String>> resource) {
        Decision decide() {
            return Evaluation.of(
                    request,
                    new Policies(
                            identity.stream().map(World::policy).toList(),
                            boundary.map(World::policy),
                            session.stream().map(World::policy).toList(),
                            new Policies.ResourcePolicy(ACCOUNT, resource.map(World::policy), false)));
        }

        private static Policy policy(List<String> statements) {
            return Policy.parse(
                    "p", "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}");
        }

        /** The same with more statements in the identity policies. */
        World with(String statement) {
            List<List<String>> more = new ArrayList<>(identity);
            more.add(List.of(statement));
            return new World(request, more, boundary, session, resource);
        }

        World shuffled(Random random) {
            List<List<String>> all = new ArrayList<>();
            identity.forEach(statements -> all.add(mixed(statements, random)));
            Collections.shuffle(all, random);
            return new World(
                    request,
                    all,
                    boundary.map(statements -> mixed(statements, random)),
                    session.stream()
                            .map(statements -> mixed(statements, random))
                            .toList(),
                    resource.map(statements -> mixed(statements, random)));
        }

        private static List<String> mixed(List<String> statements, Random random) {
            List<String> mixed = new ArrayList<>(statements);
            Collections.shuffle(mixed, random);
            return mixed;
        }
    }

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static String body(Random random) {
        return "\"" + (random.nextInt(6) == 0 ? "NotAction" : "Action") + "\":\"" + one(ACTIONS, random) + "\",\""
                + (random.nextInt(6) == 0 ? "NotResource" : "Resource") + "\":\"" + one(RESOURCES, random) + "\""
                + one(CONDITIONS, random) + "}";
    }

    private static String statement(String effect, Random random) {
        return "{\"Effect\":\"" + effect + "\"," + body(random);
    }

    private static List<String> statements(Random random, boolean ofResource) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> "{\"Effect\":\"" + (random.nextInt(5) == 0 ? "Deny" : "Allow") + "\","
                        + (ofResource ? "\"Principal\":" + one(PRINCIPALS, random) + "," : "") + body(random))
                .toList();
    }

    private static World world(Random random) {
        Map<String, List<String>> keys = random.nextBoolean()
                ? Map.of()
                : Map.of(
                        "aws:PrincipalTag/t",
                        List.of(one(List.of("a", "b", "c"), random)),
                        "aws:TagKeys",
                        List.of("x", one(List.of("y", "z"), random)),
                        "n",
                        List.of(String.valueOf(random.nextInt(9))));
        Principal principal = random.nextInt(10) == 0
                ? Principal.service("events.amazonaws.com", ACCOUNT)
                : Principal.aws(
                        "arn:aws:sts::" + ACCOUNT + ":assumed-role/app/one",
                        "AROAAPP:one",
                        Optional.of("arn:aws:iam::" + ACCOUNT + ":role/app"));
        Request request = new Request(
                principal,
                one(List.of("s3:GetObject", "s3:PutObject", "iam:PassRole"), random),
                one(List.of("arn:aws:s3:::a/1", "arn:aws:s3:::b/2", "*"), random),
                ConditionKeys.of(keys));
        return new World(
                request,
                IntStream.range(0, 1 + random.nextInt(2))
                        .mapToObj(i -> statements(random, false))
                        .toList(),
                random.nextInt(3) == 0 ? Optional.of(statements(random, false)) : Optional.empty(),
                random.nextInt(3) == 0 ? List.of(statements(random, false)) : List.of(),
                random.nextInt(2) == 0 ? Optional.of(statements(random, true)) : Optional.empty());
    }

    private static void forMany(BiConsumer<World, Random> law) {
        Random random = new Random(20121017);
        for (int i = 0; i < TRIES; i++) {
            law.accept(world(random), random);
        }
    }

    @Test
    void theGeneratorAllowsAndDeniesOften() {
        int[] allowed = {0};
        forMany((world, random) -> allowed[0] += world.decide().isAllowed() ? 1 : 0);

        assertThat(allowed[0]).isBetween(TRIES / 10, TRIES * 9 / 10);
    }

    @Test
    void aDenyOfEverythingWins() {
        forMany((world, random) -> assertThat(world.with("{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}")
                        .decide()
                        .isAllowed())
                .isFalse());
    }

    @Test
    void orderDoesNotMatter() {
        forMany((world, random) -> {
            Decision decision = world.decide();
            Decision again = world.shuffled(random).decide();

            assertThat(again.isAllowed()).as("%s", world).isEqualTo(decision.isAllowed());
            assertThat(again.source()).as("%s", world).isEqualTo(decision.source());
        });
    }

    @Test
    void addingADenyNeverAllows() {
        forMany((world, random) -> {
            if (!world.decide().isAllowed()) {
                World changed = world.with(statement("Deny", random));

                assertThat(changed.decide().isAllowed()).as("%s", changed).isFalse();
            }
        });
    }

    @Test
    void addingAnAllowNeverDenies() {
        forMany((world, random) -> {
            if (world.decide().isAllowed()) {
                World changed = world.with(statement("Allow", random));

                assertThat(changed.decide().isAllowed()).as("%s", changed).isTrue();
            }
        });
    }

    @Test
    void aBoundaryOrSessionPolicyNeverAllows() {
        forMany((world, random) -> {
            World free = new World(world.request(), world.identity(), Optional.empty(), List.of(), world.resource());
            if (world.decide().isAllowed()) {
                assertThat(free.decide().isAllowed()).as("%s", world).isTrue();
            }
        });
    }

    @Test
    void anActionAndItsNotActionAreComplements() {
        forMany((world, random) -> {
            String pattern = one(ACTIONS, random);
            boolean named = allows(world, "Action", pattern);
            boolean other = allows(world, "NotAction", pattern);

            assertThat(named).as("%s of %s", pattern, world.request()).isNotEqualTo(other);
        });
    }

    @Test
    void aResourceAndItsNotResourceAreComplements() {
        forMany((world, random) -> {
            String pattern = one(RESOURCES, random);
            String start = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"";
            boolean named = alone(world, start + "Resource\":\"" + pattern + "\"}");
            boolean other = alone(world, start + "NotResource\":\"" + pattern + "\"}");

            assertThat(named).as("%s of %s", pattern, world.request()).isNotEqualTo(other);
        });
    }

    private static boolean allows(World world, String element, String pattern) {
        return alone(world, "{\"Effect\":\"Allow\",\"" + element + "\":\"" + pattern + "\",\"Resource\":\"*\"}");
    }

    private static boolean alone(World world, String statement) {
        Request request = new Request(
                Principal.aws("arn:aws:iam::" + ACCOUNT + ":user/a", "AIDAA", Optional.empty()),
                world.request().action(),
                world.request().resource(),
                world.request().keys());
        return new World(request, List.of(List.of(statement)), Optional.empty(), List.of(), Optional.empty())
                .decide()
                .isAllowed();
    }
}
