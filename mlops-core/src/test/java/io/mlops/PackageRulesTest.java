package io.mlops;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may import whom. Each rule is also held against a class under {@code housebreaking} that breaks it. Packages are
 * given as their place below the base package, so that the same rule reads both.
 */
class PackageRulesTest {
    static {
        // Names are all that the rules look at, and reading the SDK's classes takes seconds.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }

    private static final JavaClasses HOUSE = new ClassFileImporter().importPath(Path.of("target", "classes"));
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("io.mlops.housebreaking");

    private static final String SPEC = "..mlops..spec..";
    private static final String PLAN = "..mlops..plan..";
    private static final String APPLY = "..mlops..apply..";
    private static final String RUN = "..mlops..run..";
    private static final String TEARDOWN = "..mlops..teardown..";
    private static final String DOORWAY = "io.mlops";

    private static final Map<String, ArchRule> RULES = Map.of(
            "spec imports no other step",
            noClasses()
                    .that()
                    .resideInAPackage(SPEC)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(PLAN, APPLY, RUN, TEARDOWN, "io.mlops.aws.."),
            "plan imports no later step",
            noClasses()
                    .that()
                    .resideInAPackage(PLAN)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(APPLY, RUN, TEARDOWN, "io.mlops.aws.."),
            "apply imports no later step",
            noClasses()
                    .that()
                    .resideInAPackage(APPLY)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(RUN, TEARDOWN),
            "run does not import teardown",
            noClasses()
                    .that()
                    .resideInAPackage(RUN)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(TEARDOWN),
            "teardown does not import run",
            noClasses()
                    .that()
                    .resideInAPackage(TEARDOWN)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(RUN),
            "only Sleeper waits",
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("io.mlops.apply.Sleeper")
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Instant.class, "now"),
            "the place of AWS imports no step",
            noClasses()
                    .that()
                    .resideInAPackage("io.mlops..aws")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.mlops.spec..", "io.mlops.plan..", APPLY, RUN, TEARDOWN),
            "spec and plan are pure",
            noClasses()
                    .that()
                    .resideInAnyPackage(SPEC, PLAN)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("software.amazon.awssdk..", "org.slf4j..", "java.nio.file..", "java.net.http..")
                    .orShould()
                    .dependOnClassesThat(named("java.time.Clock", "java.io.File", "java.util.logging.Logger")),
            "only apply, run, teardown and the place of AWS see the SDK",
            classes()
                    .that()
                    .resideOutsideOfPackages(APPLY, RUN, TEARDOWN, "io.mlops..aws")
                    .should()
                    .onlyDependOnClassesThat(outside("software.amazon.awssdk")),
            "nobody imports the doorway",
            noClasses()
                    .that()
                    .resideInAnyPackage(SPEC, PLAN, APPLY, RUN, TEARDOWN, "io.mlops.aws..", "..housebreaking..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(DOORWAY));

    static Stream<String> rules() {
        return RULES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theHouseKeeps(String rule) {
        ArchRule kept = rule(rule);

        assertThatCode(() -> kept.check(HOUSE)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aClassThatBreaksItIsFound(String rule) {
        assertThat(rule(rule).evaluate(BROKEN).hasViolation()).isTrue();
    }

    private static ArchRule rule(String name) {
        ArchRule rule = RULES.get(name);
        assertThat(rule).isNotNull();
        return Objects.requireNonNull(rule);
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        return DescribedPredicate.describe(
                "are a clock, a file or a logger", type -> List.of(names).contains(type.getName()));
    }

    private static DescribedPredicate<JavaClass> outside(String prefix) {
        return DescribedPredicate.describe(
                "are outside of " + prefix, type -> !type.getPackageName().startsWith(prefix));
    }
}
