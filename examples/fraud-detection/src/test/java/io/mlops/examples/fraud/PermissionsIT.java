package io.mlops.examples.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mlops.MlopsPipeline;
import io.mlops.apply.ApplyListener;
import io.mlops.aws.Aws;
import io.mlops.local.iam.RecordedQuestions;
import io.mlops.plan.iam.Actor;
import io.mlops.plan.iam.RolePolicies;
import io.mlops.run.ExecutionFailedException;
import io.mlops.run.PipelineExecution;
import io.mlops.run.PipelineStatus;
import io.mlops.spec.Account;
import io.mlops.spec.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;

/**
 * Whole executions in which each role once lacks an action, and which succeed when it has it: beside success, failures,
 * retries, a killed build, an update that an alarm rolls back, a stage rollback, and destroy while a model is trained. What
 * the roles asked of IAM meanwhile is the proof that {@code LeastPrivilegeTest} in core replays.
 */
@EnabledIfSystemProperty(named = "mlops.campaign", matches = "true")
@Timeout(1200)
class PermissionsIT {
    private static final Path PROOF = Path.of("../../mlops-core/src/test/resources/permissions");
    private static final String DEPLOY = "Deploy-production";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private PermissionsWorld world;
    private Aws aws;
    private Path record;

    @BeforeEach
    void start() {
        record = directory.resolve("calls.jsonl");
        world = new PermissionsWorld(directory.resolve("aws"), record);
        aws = world.aws;
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void eachRoleNeedsWhatItMayAndMayWhatItNeeds() throws Exception {
        MlopsPipeline pipeline = world.describe("ml.m5.large");
        pipeline.apply(aws, ApplyListener.NONE);
        world.put("checkpoints/of-an-older-job", "nothing");

        PipelineExecution first = succeedsWhenNoRoleLacksAnything(pipeline);
        world.invoke();
        MlopsPipeline larger = world.describe("ml.m5.xlarge");
        larger.apply(aws, ApplyListener.NONE);
        isRolledBackByItsAlarm(larger);
        await(larger.rollBack(aws, "production", first.id()));
        world.putSource();
        awaitThat(world::isTraining);
        assertThat(larger.destroy(aws, ApplyListener.NONE).left()).isEmpty();

        world.close();
        proves(pipeline);
    }

    private PipelineExecution succeedsWhenNoRoleLacksAnything(MlopsPipeline pipeline) throws IOException {
        RoleActions roles = new RoleActions(aws, pipeline);
        roles.withdraw(Actor.START, "codepipeline:StartPipelineExecution");
        world.put(
                Scenario.TRAINING_PREFIX + "training.csv",
                world.split.training().csv());
        world.putSource();
        awaitThat(() -> roles.wereDenied(record, Actor.START));
        roles.giveBack(Actor.START);
        roles.withdraw(Actor.PIPELINE, "codebuild:StartBuild");
        roles.withdraw(Actor.TRAIN_BUILD, "sagemaker:CreateTrainingJob");
        roles.withdraw(Actor.TRAINING, "s3:GetObject");
        roles.withdraw(Actor.TEST_BUILD, "sagemaker:CreateModel");
        roles.withdraw(Actor.SERVING, "s3:GetObject");
        roles.withdraw(Actor.DEPLOY, "sagemaker:CreateEndpoint");

        PipelineExecution execution = pipeline.startedBy(aws, world.putSource());

        lacks(execution, "Train", Actor.PIPELINE, roles);
        lacks(execution, "Train", Actor.TRAIN_BUILD, roles);
        lacks(execution, "Train", Actor.TRAINING, roles);
        lacks(execution, "Test", Actor.TEST_BUILD, roles);
        lacks(execution, "Test", Actor.SERVING, roles);
        approve(pipeline);
        lacks(execution, DEPLOY, Actor.DEPLOY, roles);
        awaitThat(() -> world.local.faults().kill("endpoint " + PermissionsWorld.NAME + " ") > 0);
        fails(execution, DEPLOY);
        execution.retry(DEPLOY, StageRetryMode.FAILED_ACTIONS);
        await(execution);
        return execution;
    }

    /** The stage fails while the role lacks its action, and is tried again with it. */
    private void lacks(PipelineExecution execution, String stage, Actor actor, RoleActions roles) {
        fails(execution, stage);
        assertThat(roles.wereDenied(record, actor))
                .as("%s was denied its action", actor)
                .isTrue();
        roles.giveBack(actor);
        execution.retry(stage, StageRetryMode.FAILED_ACTIONS);
    }

    private static ExecutionFailedException fails(PipelineExecution execution, String stage) {
        ExecutionFailedException failure = catchThrowableOfType(ExecutionFailedException.class, () -> await(execution));
        assertThat(failure).hasMessageContaining("Stage " + stage);
        return failure;
    }

    private void isRolledBackByItsAlarm(MlopsPipeline pipeline) {
        PipelineExecution execution = pipeline.startedBy(aws, world.putSource());
        awaitThat(world::isTesting);
        world.local.faults().kill("build " + PermissionsWorld.NAME + "-test:");
        fails(execution, "Test");
        execution.retry("Test", StageRetryMode.FAILED_ACTIONS);
        approve(pipeline);
        awaitThat(world::isUpdating);
        world.setAlarm(StateValue.ALARM);
        assertThat(fails(execution, DEPLOY)).hasMessageContaining("last lines of its log");
        world.setAlarm(StateValue.OK);
        execution.retry(DEPLOY, StageRetryMode.FAILED_ACTIONS);
        await(execution);
    }

    /** Holds the policies to the record, and writes the record anew where that is asked for. */
    private void proves(MlopsPipeline pipeline) throws IOException {
        RecordedQuestions asked = RecordedQuestions.read(record);
        Names names = pipeline.spec().names(new Account("aws", world.local.accountId(), world.local.region()));
        RolePolicies policies = new RolePolicies(pipeline.spec(), names);
        for (Actor actor : Actor.values()) {
            String role = actor.roleName(names);
            assertThat(asked.refused(role, policies.of(actor).json())).as(role).isEmpty();
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(PROOF);
            Files.writeString(PROOF.resolve("description.json"), pipeline.toJson());
            DistinctQuestions.write(record, PROOF.resolve("calls.jsonl"));
        }
    }

    private static void await(PipelineExecution execution) {
        execution.await(event -> {}, execution.options().every(Duration.ofMillis(200)));
    }

    private void approve(MlopsPipeline pipeline) {
        awaitThat(() -> pipeline.status(aws).stages().stream().anyMatch(PipelineStatus.Stage::waitsForApproval));
        pipeline.approve(aws, "release", "tried");
    }

    private static void awaitThat(BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
