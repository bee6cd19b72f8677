package io.mlops.training;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mlops.training");

    @Test
    void onlyTheForestSeesSmile() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..training.forest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("smile..")
                .check(CLASSES);
    }

    @Test
    void servingAndEvaluationNeedNoForestGrower() {
        noClasses()
                .that()
                .resideInAnyPackage("..training.serving..", "..training.evaluation..", "..training.model..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..training.forest..")
                .check(CLASSES);
    }

    @Test
    void packagesDoNotDependOnOneAnotherInCircles() {
        SlicesRuleDefinition.slices()
                .matching("io.mlops.training.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void nothingIsSerialized() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(CLASSES);
    }
}
