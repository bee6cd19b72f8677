package io.mlops.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may import whom inside the emulator. */
class PackageRulesTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mlops.local");

    private static final String[] SERVICES = {
        "..autoscaling..",
        "..cloudwatch..",
        "..codebuild..",
        "..codepipeline..",
        "..ecr..",
        "..events..",
        "..iam..",
        "..kms..",
        "..lambda..",
        "..logs..",
        "..s3..",
        "..sagemaker..",
        "..secrets..",
        "..sns..",
        "..ssm..",
        "..tagging.."
    };

    private static final ArchRule ONLY_THE_DOORWAY_KNOWS_THE_WIRE = noClasses()
            .that()
            .resideOutsideOfPackages("io.mlops.local", "..wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.mlops.local.wire..");

    @Test
    void servicesDoNotKnowTheWire() {
        ONLY_THE_DOORWAY_KNOWS_THE_WIRE.check(MAIN);
    }

    @Test
    void sharedStateAndChainDoNotKnowTheServices() {
        noClasses()
                .that()
                .resideInAnyPackage("..account..", "..call..", "..facts..", "..process..", "..wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES)
                .check(MAIN);
    }

    @Test
    void processesKnowNothingOfAws() {
        noClasses()
                .that()
                .resideInAPackage("..process..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon.awssdk..", "io.mlops.local.account..", "io.mlops.local.call..")
                .check(MAIN);
    }

    @Test
    void theRuleFailsOnAClassThatBreaksIt() {
        JavaClasses breaking = new ClassFileImporter().importClasses(io.mlops.local.housebreaking.KnowsTheWire.class);

        assertThat(ONLY_THE_DOORWAY_KNOWS_THE_WIRE.evaluate(breaking).hasViolation())
                .isTrue();
    }
}
