package io.mlops.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.Examples;
import io.mlops.aws.AwsClients;
import io.mlops.plan.Digests;
import io.mlops.plan.ModelPackageGroup;
import io.mlops.plan.Plan;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import io.mlops.plan.SettingsFiles;
import io.mlops.spec.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class ApplyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "The role defined for the function cannot be assumed by Lambda.",
                "CodeBuild is not authorized to perform: sts:AssumeRole on arn:aws:iam::123456789012:role/x",
                "CodePipeline is not authorized to perform AssumeRole on role arn:aws:iam::123456789012:role/x"
            })
    void repeatsACallWhileItsRoleIsNotAssumable(String refusal) {
        List<Duration> pauses = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();

        String result = new RoleRetry(pauses::add, ApplyListener.NONE).call("function x", () -> {
            if (calls.incrementAndGet() < 4) {
                throw refused("InvalidParameterValueException", refusal);
            }
            return "made";
        });

        assertThat(result).isEqualTo("made");
        assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void givesUpOnARoleThatStaysUnassumable() {
        List<Duration> pauses = new ArrayList<>();

        assertThatThrownBy(() -> new RoleRetry(pauses::add, ApplyListener.NONE).call("function x", () -> {
                    throw refused("InvalidParameterValueException", "cannot be assumed by Lambda.");
                }))
                .isInstanceOf(AwsServiceException.class);
        assertThat(pauses).hasSize(10);
    }

    @Test
    void repeatsNothingElse() {
        List<Duration> pauses = new ArrayList<>();

        assertThatThrownBy(() -> new RoleRetry(pauses::add, ApplyListener.NONE).call("function x", () -> {
                    throw refused("AccessDeniedException", "not authorized to perform: lambda:CreateFunction");
                }))
                .isInstanceOf(AwsServiceException.class);
        assertThat(pauses).isEmpty();
    }

    @Test
    void refusesToPlanWithoutWhatCouldNotBeRead() {
        Provisioners provisioners = provisioners(erring());

        assertThatThrownBy(() -> provisioners.read(List.of(new ResourceId(ResourceType.MODEL_PACKAGE_GROUP, "x"))))
                .isInstanceOf(ReadException.class)
                .hasMessageContaining("java.lang.NoClassDefFoundError: x/Y");
    }

    @Test
    void tellsOfAnErrorWhileApplying() {
        List<ApplyEvent> events = new ArrayList<>();
        ResourceGraph wanted = new ResourceGraph(List.of(new ModelPackageGroup("x", Map.of())));
        Apply apply = new Apply(provisioners(erring()), Clock.systemUTC(), events::add);

        assertThatThrownBy(() -> apply.run(Plan.diff(new ResourceGraph(List.of()), wanted), wanted))
                .isInstanceOf(ApplyException.class)
                .hasMessageContaining("java.lang.NoClassDefFoundError: x/Y");
        assertThat(events).hasAtLeastOneElementOfType(ApplyEvent.Failed.class);
    }

    @Test
    void takesTheServicesDifferentWordsForMissing() {
        assertThat(Missing.orValue(() -> {
                    throw refused("ValidationException", "Could not find endpoint \"x\".");
                }))
                .isEmpty();
        assertThat(Missing.orValue(() -> {
                    throw refused("NoSuchEntity", "The role with name x cannot be found.");
                }))
                .isEmpty();
        assertThatThrownBy(() -> Missing.orValue(() -> {
                    throw refused("ValidationException", "1 validation error detected");
                }))
                .isInstanceOf(AwsServiceException.class);
    }

    @Test
    void packsTheSettingsTheSameWayEachTime() throws IOException {
        String digest = Digests.ofFiles(SettingsFiles.of(Examples.spec(), Examples.NAMES));
        PipelineContents contents = new PipelineContents(Examples.spec(), Examples.NAMES, tool -> new byte[0]);

        byte[] zip = contents.bytes(digest);

        assertThat(zip).isEqualTo(contents.bytes(digest));
        List<String> names = new ArrayList<>();
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names)
                .containsExactly("deploy-production.json", "deploy-staging.json", "test.json", "training.json");
    }

    @Test
    void refusesAJarThatChangedAfterTheDescriptionWasBuilt() {
        Tool lambda = Examples.spec().tools().lambdaDeploy();
        PipelineContents contents = new PipelineContents(Examples.spec(), Examples.NAMES, tool -> new byte[] {1});

        assertThatThrownBy(() -> contents.bytes(Digests.codeSha256(lambda)))
                .hasMessageContaining("mlops-lambda-deploy.jar has changed since the pipeline was built");
    }

    private static Provisioners provisioners(AwsClients aws) {
        return new Provisioners(
                aws,
                Examples.NAMES,
                digest -> new byte[0],
                new Waiting(Clock.systemUTC(), duration -> {}, Duration.ZERO),
                ApplyListener.NONE);
    }

    /** An account whose every client misses a class. */
    private static AwsClients erring() {
        return (AwsClients) Proxy.newProxyInstance(
                AwsClients.class.getClassLoader(), new Class<?>[] {AwsClients.class}, (proxy, method, arguments) -> {
                    throw new NoClassDefFoundError("x/Y");
                });
    }

    private static AwsServiceException refused(String code, String message) {
        return AwsServiceException.builder()
                .message(message)
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
