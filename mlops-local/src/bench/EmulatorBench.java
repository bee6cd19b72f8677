import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** Measures {@code mlops-local.jar} as a process: how soon it is ready, and how much memory it takes. */
public class EmulatorBench {
    private static final int PIPELINES = 8;
    private static final long MIB = 1 << 20;

    public static void main(String[] arguments) throws Exception {
        String what = arguments.length < 2 ? "" : arguments[1];
        switch (what) {
            case "start" -> start(arguments[0]);
            case "memory" -> memory(arguments[0]);
            case "streaming" -> streaming(arguments[0]);
            case "pipelines" -> pipelines(arguments[0]);
            default -> {
                System.err.println("emulator start | memory | streaming | pipelines");
                System.exit(2);
            }
        }
    }

    /** The emulator's process and what it exports. */
    record Emulator(Process process, Map<String, String> exports, Duration ready) implements AutoCloseable {
        static Emulator start(String jar) throws IOException {
            Instant begun = Instant.now();
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"), "-jar", jar, "start", "--port", "0")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Map<String, String> exports = new HashMap<>();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); !line.startsWith("# ready"); line = lines.readLine()) {
                String[] pair = line.replaceFirst("^export ", "").split("=", 2);
                exports.put(pair[0], pair[pair.length - 1]);
            }
            return new Emulator(process, exports, Duration.between(begun, Instant.now()));
        }

        <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
            return builder.endpointOverride(URI.create(exports.get("AWS_ENDPOINT_URL")))
                    .region(Region.of(exports.get("AWS_REGION")))
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                            exports.get("AWS_ACCESS_KEY_ID"), exports.get("AWS_SECRET_ACCESS_KEY"))))
                    .build();
        }

        /** Reads a size of the process in MiB: VmRSS now, VmHWM at its highest. */
        long mib(String name) throws IOException {
            return EmulatorBench.mib(process.pid(), name);
        }

        @Override
        public void close() throws Exception {
            process.destroy();
            process.waitFor();
        }
    }

    static long mib(long pid, String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(name + ":"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024;
        }
    }

    private static void start(String jar) throws Exception {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            try (Emulator emulator = Emulator.start(jar)) {
                times.add(emulator.ready().toMillis());
            }
        }
        times.sort(null);
        System.out.println("from exec to ready: median " + times.get(5) + " ms, best " + times.get(0) + ", worst "
                + times.get(9) + " of 10");
    }

    private static void memory(String jar) throws Exception {
        try (Emulator emulator = Emulator.start(jar)) {
            System.out.println("resident when ready: " + emulator.mib("VmRSS") + " MiB");
            StsClient sts = emulator.client(StsClient.builder());
            IamClient iam = emulator.client(IamClient.builder());
            S3Client s3 = emulator.client(S3Client.builder());
            CodePipelineClient codepipeline = emulator.client(CodePipelineClient.builder());
            for (int i = 0; i < 25; i++) {
                sts.getCallerIdentity();
                iam.listRoles();
                s3.listBuckets();
                codepipeline.listPipelines();
            }
            System.out.println("resident after 100 calls: " + emulator.mib("VmRSS") + " MiB");
        }
    }

    private static void streaming(String jar) throws Exception {
        for (long size : new long[] {64 * MIB, 1024 * MIB}) {
            try (Emulator emulator = Emulator.start(jar)) {
                S3Client s3 = emulator.client(S3Client.builder());
                s3.createBucket(r -> r.bucket("big").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
                Instant begun = Instant.now();
                s3.putObject(
                        r -> r.bucket("big").key("object"),
                        RequestBody.fromContentProvider(() -> bytes(size), size, "application/octet-stream"));
                Instant up = Instant.now();
                long down = s3.getObject(
                        r -> r.bucket("big").key("object"),
                        ResponseTransformer.toInputStream()).transferTo(OutputStream.nullOutputStream());
                System.out.printf("%5d MiB up in %.1f s, %d MiB down in %.1f s: peak resident %d MiB%n", size / MIB,
                        Duration.between(begun, up).toMillis() / 1000.0, down / MIB,
                        Duration.between(up, Instant.now()).toMillis() / 1000.0, emulator.mib("VmHWM"));
            }
        }
    }

    private static InputStream bytes(long size) {
        return new InputStream() {
            private long left = size;

            @Override
            public int read() {
                return left-- > 0 ? (int) left & 0xff : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                int read = (int) Math.min(left, length);
                left -= read;
                return read > 0 ? read : -1;
            }
        };
    }

    /** The function of the pipelines: hands its job to this program. */
    public static class Hand {
        public void over(InputStream event, OutputStream answer) throws IOException {
            HttpURLConnection sink =
                    (HttpURLConnection) URI.create(System.getenv("SINK")).toURL().openConnection();
            sink.setDoOutput(true);
            try (OutputStream body = sink.getOutputStream()) {
                event.transferTo(body);
            }
            sink.getResponseCode();
        }
    }

    private static void pipelines(String jar) throws Exception {
        try (Emulator emulator = Emulator.start(jar)) {
            CodePipelineClient codepipeline = emulator.client(CodePipelineClient.builder());
            HttpServer sink = sink(codepipeline);
            LambdaClient lambda = emulator.client(LambdaClient.builder());
            prepare(emulator, lambda, "http://127.0.0.1:" + sink.getAddress().getPort());
            Instant begun = Instant.now();
            for (int i = 0; i < PIPELINES; i++) {
                create(codepipeline, "pipeline-" + i);
            }
            long peak = 0;
            while (unfinished(codepipeline) > 0) {
                peak = Math.max(peak, total(emulator.process()));
            }
            System.out.printf("%d pipelines Source > Build > Deploy succeeded in %.1f s: peak resident %d MiB,"
                            + " %d MiB with all children%n", PIPELINES,
                    Duration.between(begun, Instant.now()).toMillis() / 1000.0, emulator.mib("VmHWM"), peak);
            lambda.deleteFunction(r -> r.functionName("deploy"));
            for (int i = 0; i < 1000 && emulator.process().descendants().findAny().isPresent(); i++) {
                Thread.sleep(10);
            }
            System.out.println("children left: " + emulator.process().descendants().count());
            sink.stop(0);
        }
    }

    private static long total(Process process) {
        long[] sum = {0};
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).forEach(one -> {
            try {
                sum[0] += mib(one.pid(), "VmRSS");
            } catch (IOException e) {
                // It has ended meanwhile.
            }
        });
        return sum[0];
    }

    private static HttpServer sink(CodePipelineClient codepipeline) throws IOException {
        HttpServer sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sink.createContext("/", exchange -> {
            String event = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher id = Pattern.compile("\"CodePipeline.job\":\\{\"id\":\"([^\"]+)\"").matcher(event);
            if (id.find()) {
                codepipeline.putJobSuccessResult(r -> r.jobId(id.group(1)));
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        sink.start();
        return sink;
    }

    private static void prepare(Emulator emulator, LambdaClient lambda, String sink) throws IOException {
        emulator.client(IamClient.builder())
                .createRole(r -> r.roleName("all")
                        .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                                + "\"Principal\":{\"Service\":[\"codepipeline.amazonaws.com\","
                                + "\"codebuild.amazonaws.com\",\"lambda.amazonaws.com\"]},"
                                + "\"Action\":\"sts:AssumeRole\"}}"));
        emulator.client(IamClient.builder())
                .putRolePolicy(r -> r.roleName("all")
                        .policyName("all")
                        .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                                + "\"Resource\":\"*\"}}"));
        S3Client s3 = emulator.client(S3Client.builder());
        s3.createBucket(r -> r.bucket("source").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        s3.putBucketVersioning(r -> r.bucket("source").versioningConfiguration(v -> v.status("Enabled")));
        s3.putObject(r -> r.bucket("source").key("source.zip"), RequestBody.fromBytes(zip("in.txt", new byte[1000])));
        emulator.client(CodeBuildClient.builder())
                .createProject(r -> r.name("build")
                        .source(s -> s.type("CODEPIPELINE")
                                .buildspec("{version: 0.2, phases: {build: {commands: [cp in.txt out.txt]}},"
                                        + " artifacts: {files: [out.txt]}}"))
                        .artifacts(a -> a.type("CODEPIPELINE"))
                        .environment(e -> e.type("LINUX_CONTAINER")
                                .image("aws/codebuild/standard:7.0")
                                .computeType("BUILD_GENERAL1_SMALL"))
                        .serviceRole("arn:aws:iam::123456789012:role/all"));
        String name = Hand.class.getName().replace('.', '/') + ".class";
        byte[] code;
        try (InputStream stream = Hand.class.getClassLoader().getResourceAsStream(name)) {
            code = zip(name, stream.readAllBytes());
        }
        lambda.createFunction(r -> r.functionName("deploy")
                .runtime("java17")
                .role("arn:aws:iam::123456789012:role/all")
                .handler("EmulatorBench$Hand::over")
                .timeout(60)
                .memorySize(256)
                .environment(e -> e.variables(Map.of("SINK", sink)))
                .code(c -> c.zipFile(SdkBytes.fromByteArray(code))));
        lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName("deploy"));
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static void create(CodePipelineClient codepipeline, String name) {
        codepipeline.createPipeline(r -> r.pipeline(p -> p.name(name)
                .roleArn("arn:aws:iam::123456789012:role/all")
                .pipelineType("V2")
                .artifactStore(s -> s.type("S3").location("source"))
                .stages(
                        stage("Source", action("Source", "Source", "S3", Map.of(
                                        "S3Bucket", "source", "S3ObjectKey", "source.zip", "PollForSourceChanges", "false"))
                                .outputArtifacts(OutputArtifact.builder().name("In").build())),
                        stage("Build", action("Build", "Build", "CodeBuild", Map.of("ProjectName", "build"))
                                .inputArtifacts(InputArtifact.builder().name("In").build())
                                .outputArtifacts(OutputArtifact.builder().name("Out").build())),
                        stage("Deploy", action("Deploy", "Invoke", "Lambda", Map.of("FunctionName", "deploy"))
                                .inputArtifacts(InputArtifact.builder().name("Out").build())))));
    }

    private static StageDeclaration stage(String name, ActionDeclaration.Builder action) {
        return StageDeclaration.builder().name(name).actions(action.build()).build();
    }

    private static ActionDeclaration.Builder action(
            String name, String category, String provider, Map<String, String> configuration) {
        return ActionDeclaration.builder()
                .name(name)
                .actionTypeId(t -> t.category(category).owner("AWS").provider(provider).version("1"))
                .configuration(configuration);
    }

    private static long unfinished(CodePipelineClient codepipeline) throws InterruptedException {
        Thread.sleep(100);
        long unfinished = 0;
        for (int i = 0; i < PIPELINES; i++) {
            String name = "pipeline-" + i;
            PipelineExecutionStatus status = codepipeline
                    .listPipelineExecutions(r -> r.pipelineName(name))
                    .pipelineExecutionSummaries()
                    .get(0)
                    .status();
            if (status == PipelineExecutionStatus.IN_PROGRESS) {
                unfinished++;
            } else if (status != PipelineExecutionStatus.SUCCEEDED) {
                throw new IllegalStateException(name + " " + status);
            }
        }
        return unfinished;
    }
}
