package io.mlops.local.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import io.mlops.local.VirtualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

class LocalAwsExtensionTest {
    private static final List<Integer> ROLES = new CopyOnWriteArrayList<>();
    private static final List<Path> DIRECTORIES = new CopyOnWriteArrayList<>();

    private static TestExecutionSummary run(Class<?> tests) {
        ROLES.clear();
        DIRECTORIES.clear();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        listener);
        return listener.getSummary();
    }

    private static void makeRole(IamClient iam) {
        Sdk.makeAdministrator(
                iam,
                "role" + ROLES.size(),
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"codebuild.amazonaws.com\"},"
                        + "\"Action\":\"sts:AssumeRole\"}}");
        ROLES.add(iam.listRoles().roles().size());
    }

    @LocalAwsTest
    static final class EachMethod {
        @BeforeEach
        void prepare(IamClient iam, LocalAws aws) {
            makeRole(iam);
            DIRECTORIES.add(aws.directory());
        }

        @Test
        void one(IamClient iam) {
            makeRole(iam);
        }

        @Test
        void another(IamClient iam) {
            makeRole(iam);
        }
    }

    @Test
    void givesEachMethodAnEmptyAccountOfItsOwn() {
        assertThat(run(EachMethod.class).getTestsSucceededCount()).isEqualTo(2);

        assertThat(ROLES).containsExactly(1, 2, 1, 2);
        assertThat(DIRECTORIES)
                .doesNotHaveDuplicates()
                .allSatisfy(path -> assertThat(path).doesNotExist());
    }

    @LocalAwsTest(fresh = Fresh.PER_CLASS)
    static final class WholeClass {
        @BeforeAll
        static void prepare(IamClient iam) {
            makeRole(iam);
        }

        @Test
        void one(IamClient iam) {
            makeRole(iam);
        }

        @Nested
        final class Inner {
            @Test
            void another(IamClient iam) {
                makeRole(iam);
            }
        }
    }

    @Test
    void givesTheMethodsOfAClassOneAccount() {
        assertThat(run(WholeClass.class).getTestsSucceededCount()).isEqualTo(2);

        assertThat(ROLES).containsExactly(1, 2, 3);
    }

    @LocalAwsTest
    static final class TooEarly {
        @BeforeAll
        static void prepare(IamClient iam) {
            makeRole(iam);
        }

        @Test
        void one() {}
    }

    @Test
    void refusesAnAccountOfAMethodThatIsNotYet() {
        assertThat(run(TooEarly.class).getFailures())
                .singleElement()
                .satisfies(
                        failure -> assertThat(failure.getException()).hasMessageContaining("choose Fresh.PER_CLASS"));
    }

    @LocalAwsTest
    static final class LeavesABuild {
        @Test
        void one(IamClient iam, CodeBuildClient codebuild, LocalAws aws) {
            makeRole(iam);
            codebuild.createProject(r -> r.name("demo")
                    .source(s ->
                            s.type("NO_SOURCE").buildspec("{version: 0.2, phases: {build: {commands: [sleep 1000]}}}"))
                    .artifacts(a -> a.type("NO_ARTIFACTS"))
                    .environment(e -> e.type("LINUX_CONTAINER")
                            .image("aws/codebuild/standard:7.0")
                            .computeType("BUILD_GENERAL1_SMALL"))
                    .serviceRole("arn:aws:iam::123456789012:role/role0"));
            codebuild.startBuild(r -> r.projectName("demo"));
            while (aws.processes() == 0) {
                Thread.onSpinWait();
            }
            DIRECTORIES.add(aws.directory());
            throw new AssertionError("as told");
        }
    }

    @Test
    void endsWhatATestLeftAndKeepsTheFilesOfAFailure() {
        long before = ProcessHandle.current().descendants().count();

        assertThat(run(LeavesABuild.class).getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException()).hasMessage("as told"));

        assertThat(ProcessHandle.current().descendants().count()).isEqualTo(before);
        assertThat(DIRECTORIES).allSatisfy(path -> assertThat(path).isNotEmptyDirectory());
        DIRECTORIES.forEach(Emulator::delete);
    }

    static final class Chosen {
        @RegisterExtension
        static final LocalAwsExtension AWS =
                LocalAwsExtension.with(Fresh.PER_CLASS, choices -> choices.account("210987654321"));

        @Test
        void one(StsClient sts, VirtualTime time) {
            time.advance(Duration.ofDays(1));
            assertThat(sts.getCallerIdentity().account()).isEqualTo("210987654321");
        }

        @Test
        void another(AutoCloseable unknown) {}
    }

    @Test
    void takesChoicesAndLeavesOtherParametersAlone() {
        TestExecutionSummary summary = run(Chosen.class);

        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(summary.getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException())
                        .hasMessageContaining("No ParameterResolver registered for parameter"));
    }

    @Test
    void makesClientsOfServedServicesOnly() {
        try (LocalAws aws = LocalAws.start();
                S3Client s3 = aws.client(S3Client.class)) {
            assertThat(s3.listBuckets().buckets()).isEmpty();
            assertThat(Files.isDirectory(aws.directory())).isTrue();
            assertThat(catchThrowable(() -> aws.client(software.amazon.awssdk.services.s3.S3AsyncClient.class)))
                    .hasMessageContaining("S3AsyncClient: one of [")
                    .hasMessageContaining("SageMakerClient");
        }
    }
}
