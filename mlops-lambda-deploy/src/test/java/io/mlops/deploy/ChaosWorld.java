package io.mlops.deploy;

import io.mlops.contract.DeploySettings;
import io.mlops.deploy.endpoint.EndpointClients;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/** SageMaker, CodePipeline and Lambda as a seed has them: in trouble, and in no order. */
final class ChaosWorld {
    private static final int MOST_STEPS = 20_000;
    /** The SDK ends a call that takes longer. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);
    /** SageMaker starts a fleet before it can roll back. */
    private static final Duration SHORTEST_UPDATE = Duration.ofSeconds(90);

    final Pipeline artifacts = new Pipeline();
    final FakeSageMaker sageMaker = artifacts.sageMaker;
    final List<Action> actions = new ArrayList<>();
    final List<String> violations = new ArrayList<>();
    final Random random;
    private final DeploySettings settings;
    private final Map<HeldProcess, Run> running = new LinkedHashMap<>();
    private final Map<HeldProcess, Instant> moved = new HashMap<>();
    private Instant asked = Instant.EPOCH;
    private final Map<String, Action> updating = new HashMap<>();
    private boolean calm;

    private record Run(Action action, Action.Delivery delivery) {}

    ChaosWorld(Random random, DeploySettings settings) {
        this.random = random;
        this.settings = settings;
    }

    void start(Action action) {
        actions.add(action);
        next(action, "");
    }

    /** Runs until every action has ended and every event was delivered. */
    void run() {
        for (int step = 0; step < MOST_STEPS; step++) {
            if (running.isEmpty() && actions.stream().allMatch(a -> a.ended && a.deliveries.isEmpty())) {
                return;
            }
            artifacts.now = artifacts.now.plusSeconds(1);
            if (random.nextInt(8) == 0) {
                change();
            }
            List<Action> waiting =
                    actions.stream().filter(a -> !a.deliveries.isEmpty()).toList();
            if (!waiting.isEmpty() && (running.isEmpty() || random.nextInt(6) == 0)) {
                deliver(waiting.get(random.nextInt(waiting.size())));
            } else if (!running.isEmpty()) {
                move(chosen());
            }
        }
        violations.add("not at an end after " + MOST_STEPS + " steps");
    }

    /** Any, but none is held up at one call for longer than {@link #LONGEST_CALL}. */
    private HeldProcess chosen() {
        Instant latest = artifacts.now.minus(LONGEST_CALL);
        return running.keySet().stream()
                .filter(process -> moved.getOrDefault(process, artifacts.now).isBefore(latest))
                .findFirst()
                .orElseGet(() -> new ArrayList<>(running.keySet()).get(random.nextInt(running.size())));
    }

    private void deliver(Action action) {
        Action.Delivery delivery = action.deliveries.remove(random.nextInt(action.deliveries.size()));
        boolean mortal = !calm && (delivery.duplicate() || delivery.attempt() < 3);
        Troubles troubles = new Troubles(random, mortal, () -> updates(action, sageMaker.pending));
        HeldProcess process = new HeldProcess(() -> handle(action, delivery, troubles));
        troubles.of(process);
        moved.put(process, artifacts.now);
        running.put(process, new Run(action, delivery));
    }

    private void handle(Action action, Action.Delivery delivery, Troubles troubles) {
        FakeS3 s3 = new FakeS3();
        Pipeline files = new Pipeline();
        files.execution = action.name;
        files.release(action.version, 1);
        files.settings(settings);
        s3.objects.put("TestOutput.zip", Zips.of(files.testOutput));
        s3.objects.put("Settings.zip", Zips.of(files.settings));
        SageMakerClient client = troubles.on(SageMakerClient.class, sageMaker);
        CloudWatchClient cloudWatch = troubles.on(CloudWatchClient.class, artifacts.cloudWatch);
        new DeployHandler(
                        troubles.on(CodePipelineClient.class, artifacts.codePipeline),
                        credentials -> troubles.on(S3Client.class, s3),
                        new EndpointClients(
                                client, () -> cloudWatch, () -> artifacts.logs, () -> artifacts.autoScaling, () -> s3),
                        "eu-west-1",
                        artifacts.clock(),
                        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .handleRequest(
                        new ByteArrayInputStream(files.event(delivery.jobId(), delivery.token())
                                .toString()
                                .getBytes(StandardCharsets.UTF_8)),
                        OutputStream.nullOutputStream(),
                        Pipeline.context(600_000));
    }

    private void move(HeldProcess process) {
        process.move();
        moved.put(process, artifacts.now);
        Run run = running.get(process);
        if (!process.ended() || run == null) {
            return;
        }
        running.remove(process);
        Action.Delivery delivery = run.delivery();
        if (process.failed() && delivery.attempt() < 3) {
            run.action()
                    .deliveries
                    .add(new Action.Delivery(
                            delivery.jobId(), delivery.token(), delivery.attempt() + 1, delivery.duplicate()));
        }
        artifacts.codePipeline.answerOf(run.action().jobId()).ifPresent(answer -> goOn(run.action(), answer));
    }

    private void goOn(Action action, FakeCodePipeline.Answer answer) {
        if (action.ended || !answer.jobId().equals(action.jobId())) {
            return;
        }
        if (answer.token().isPresent()) {
            next(action, answer.token().get());
            return;
        }
        action.ended = true;
        action.succeeded = answer.succeeded();
        if (!action.succeeded && !action.retried && !calm && random.nextBoolean()) {
            start(new Action(action.name + "-retry", action.version, true));
        }
    }

    private void next(Action action, String token) {
        action.jobs++;
        action.deliveries.add(new Action.Delivery(action.jobId(), token, 1, false));
        if (!calm && random.nextInt(3) == 0) {
            action.deliveries.add(new Action.Delivery(action.jobId(), token, 1, true));
        }
    }

    /** What is under way at SageMaker goes on. */
    private void change() {
        if (!sageMaker.endpointExists || sageMaker.status == EndpointStatus.IN_SERVICE) {
            return;
        }
        if (sageMaker.status == EndpointStatus.UPDATING) {
            if (artifacts.now.isBefore(asked.plus(SHORTEST_UPDATE))) {
                return;
            }
            Action owner = updating.get(sageMaker.pending);
            if (!calm && random.nextInt(3) == 0) {
                if (owner != null) {
                    owner.rolledBack.add(sageMaker.pending);
                }
                sageMaker.rollBack("an alarm");
            } else {
                sageMaker.settle();
                requireTested();
            }
        } else if (sageMaker.status == EndpointStatus.CREATING && !calm && random.nextInt(4) == 0) {
            sageMaker.status = EndpointStatus.FAILED;
        } else if (sageMaker.status == EndpointStatus.CREATING) {
            sageMaker.settle();
            requireTested();
        }
    }

    /** The package in service is the one that the config's name says, of a version that some action deploys. */
    private void requireTested() {
        String model = sageMaker
                .endpointConfig(sageMaker.config)
                .productionVariants()
                .get(0)
                .modelName();
        String arn = sageMaker.model(model).containers().get(0).modelPackageName();
        if (actions.stream()
                .noneMatch(action -> arn.equals(Pipeline.arn(action.version))
                        && sageMaker.config.contains("-v" + action.version + "-"))) {
            violations.add("in service: " + arn + " with " + sageMaker.config);
        }
    }

    private void updates(Action action, String config) {
        if (action.rolledBack.contains(config)) {
            violations.add(action.name + " started a rolled-back update again: " + config);
        }
        updating.put(config, action);
        asked = artifacts.now;
    }

    /** Deploys another version with nothing in its way, and returns whether it succeeded. */
    boolean deployCalmly(int version) {
        calm = true;
        Action last = new Action("calm-" + version, version, true);
        start(last);
        run();
        return last.succeeded;
    }
}
