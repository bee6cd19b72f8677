import io.mlops.MlopsPipeline;
import io.mlops.MlopsPipelineBuilder;
import io.mlops.ToolJars;
import io.mlops.apply.ApplyEvent;
import io.mlops.apply.ApplyListener;
import io.mlops.aws.Aws;
import io.mlops.local.LocalAws;
import io.mlops.plan.Change;
import io.mlops.plan.Plan;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Applies one pipeline again and again in one JVM, and lets boto3 do the same calls one after another. */
public class ProvisioningBench {
    private static final List<Duration> DELAYS = List.of(Duration.ZERO, Duration.ofMillis(80));

    private final Path directory;
    private final LocalAws local;
    private final Aws aws;
    private final MlopsPipeline pipeline;

    private ProvisioningBench(Path directory, LocalAws local, Aws aws) throws IOException {
        this.directory = directory;
        this.local = local;
        this.aws = aws;
        this.pipeline = MlopsPipelineBuilder.named("fraud")
                .source(s -> s.s3("source/fraud.zip"))
                .training(t -> t.javaTrainer("123456789012.dkr.ecr.eu-west-1.amazonaws.com/trainer:1")
                        .instanceType("ml.m5.large")
                        .channel("training", "training-data/"))
                .modelPackageGroup("fraud-models")
                .test(t -> t.instanceType("ml.m5.large"))
                .deploy("production", d -> d.endpoint("fraud").instanceType("ml.m5.large"))
                .tools(ToolJars.at(jar("launcher"), jar("model-test"), jar("lambda")))
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("provisioning");
        try (LocalAws local = LocalAws.builder()
                        .directory(directory.resolve("aws"))
                        .record(directory.resolve("calls.jsonl"))
                        .start();
                Aws aws = Aws.at(local.endpoint(), local.region(), local.accessKeyId(), local.secretAccessKey())) {
            new ProvisioningBench(directory, local, aws).run(arguments[0], Integer.parseInt(arguments[1]));
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Collections.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private void run(String script, int rounds) throws Exception {
        for (int i = 0; i < 5; i++) {
            pipeline.apply(aws, ApplyListener.NONE);
            pipeline.destroy(aws, ApplyListener.NONE);
        }
        Calls calls = recorded();
        System.out.printf(
                "medians of %d rounds; an apply makes %d calls, a plan of what is applied %d%n", rounds, calls.apply, calls.plan);
        System.out.println("| delay of each call | boto3, sequential | apply | ratio | apply / critical path | plan"
                + " | plan in round trips | second apply |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Duration delay : DELAYS) {
            measure(delay, script, rounds);
        }
    }

    /** What one apply and one plan call, from the emulator's record; the bodies lie beside it for boto3. */
    private Calls recorded() throws IOException {
        Path record = directory.resolve("calls.jsonl");
        int before = Files.readAllLines(record).size();
        pipeline.apply(aws, ApplyListener.NONE);
        List<String> applied = Files.readAllLines(record);
        pipeline.plan(aws);
        int planned = Files.readAllLines(record).size() - applied.size();
        Files.write(directory.resolve("apply.jsonl"), applied.subList(before, applied.size()));
        Path bodies = Files.createDirectories(directory.resolve("bodies"));
        String bucket = pipeline.names(aws).bucket();
        for (S3Object object : aws.s3().listObjectsV2(r -> r.bucket(bucket)).contents()) {
            Files.write(
                    bodies.resolve(object.key().replace('/', '_')),
                    aws.s3().getObjectAsBytes(r -> r.bucket(bucket).key(object.key())).asByteArray());
        }
        pipeline.destroy(aws, ApplyListener.NONE);
        return new Calls(applied.size() - before, planned);
    }

    private void measure(Duration delay, String script, int rounds) throws Exception {
        List<Double> apply = new ArrayList<>();
        List<Double> overPath = new ArrayList<>();
        List<Double> plan = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        List<Double> boto = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            boto(script, delay).ifPresent(boto::add);
            delay(delay);
            Map<String, Duration> took = new ConcurrentHashMap<>();
            long begun = System.nanoTime();
            Plan done = pipeline.apply(aws, event -> {
                if (event instanceof ApplyEvent.Finished finished) {
                    took.merge(finished.resource(), finished.elapsed(), Duration::plus);
                }
            });
            apply.add(since(begun));
            overPath.add(apply.get(i) / criticalPath(done, took));
            begun = System.nanoTime();
            pipeline.plan(aws);
            plan.add(since(begun));
            begun = System.nanoTime();
            if (!pipeline.apply(aws, ApplyListener.NONE).isEmpty()) {
                throw new IllegalStateException("a second apply changes something");
            }
            again.add(since(begun));
            local.faults().clear();
            pipeline.destroy(aws, ApplyListener.NONE);
        }
        double trip = delay.toNanos() / 1e9;
        System.out.printf(
                "| %d ms | %s | %.2f s | %s | %.2f | %.2f s | %s | %.2f s |%n",
                delay.toMillis(),
                boto.isEmpty() ? "absent" : "%.2f s".formatted(median(boto)),
                median(apply),
                boto.isEmpty() ? "-" : "%.2f".formatted(median(apply) / median(boto)),
                median(overPath),
                median(plan),
                trip == 0 ? "-" : "%.1f".formatted(median(plan) / trip),
                median(again));
    }

    private void delay(Duration delay) {
        if (!delay.isZero()) {
            local.faults().onEveryCall().delay(delay);
        }
    }

    /** The longest chain of resources that need one another, each with the time that it took. */
    private static double criticalPath(Plan plan, Map<String, Duration> took) {
        ResourceGraph graph = new ResourceGraph(plan.of(Change.Create.class).stream()
                .map(Change.Create::after)
                .toList());
        Map<ResourceId, Double> ends = new HashMap<>();
        for (Resource resource : graph.order()) {
            double start = graph.dependencies(resource.id()).stream()
                    .mapToDouble(needed -> ends.getOrDefault(needed, 0.0))
                    .max()
                    .orElse(0);
            Duration own = took.getOrDefault(resource.id().toString(), Duration.ZERO);
            ends.put(resource.id(), start + own.toNanos() / 1e9);
        }
        return Collections.max(ends.values());
    }

    private java.util.Optional<Double> boto(String script, Duration delay) throws Exception {
        if (new ProcessBuilder("python3", "-c", "import boto3").redirectErrorStream(true).start().waitFor() != 0) {
            return java.util.Optional.empty();
        }
        ProcessBuilder builder = new ProcessBuilder("python3", script, directory.toString());
        builder.environment()
                .putAll(Map.of(
                        "AWS_ENDPOINT_URL", local.endpoint().toString(),
                        "AWS_DEFAULT_REGION", local.region(),
                        "AWS_ACCESS_KEY_ID", local.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", local.secretAccessKey()));
        delay(delay);
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String answer = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException("provisioning.py failed");
        }
        local.faults().clear();
        pipeline.destroy(aws, ApplyListener.NONE);
        return java.util.Optional.of(Double.parseDouble(answer.strip()));
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private Path jar(String name) throws IOException {
        Path jar = directory.resolve(name + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry(name));
        }
        return jar;
    }

    record Calls(int apply, int plan) {}
}
