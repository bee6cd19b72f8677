import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Drives two servers with the same requests, which are signed beforehand, over connections that stay: so that the client,
 * a write and a read of bytes, costs next to nothing.
 */
public class CallsVsMoto {
    private static final String REGION = "eu-west-1";
    private static final int ROUNDS = 2;
    private static final int WARM_UP = 6;

    record Ask(String name, String service, String method, String path, List<String> headers, String body) {}

    private static final List<Ask> ASKS = List.of(
            new Ask(
                    "sts GetCallerIdentity",
                    "sts",
                    "POST",
                    "/",
                    List.of("content-type:application/x-www-form-urlencoded; charset=utf-8"),
                    "Action=GetCallerIdentity&Version=2011-06-15"),
            new Ask(
                    "codepipeline ListPipelines",
                    "codepipeline",
                    "POST",
                    "/",
                    List.of(
                            "content-type:application/x-amz-json-1.1",
                            "x-amz-target:CodePipeline_20150709.ListPipelines"),
                    "{}"),
            new Ask("s3 PutObject, 1 KB", "s3", "PUT", "/bench/object", List.of(), "x".repeat(1024)),
            new Ask("s3 GetObject, 1 KB", "s3", "GET", "/bench/object", List.of(), ""));

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("serve")) {
            serve(Path.of(arguments[1]));
        } else {
            drive(arguments);
        }
    }

    private static void serve(Path directory) throws Exception {
        Object builder = Class.forName("io.mlops.local.LocalAws").getMethod("builder").invoke(null);
        builder.getClass().getMethod("directory", Path.class).invoke(builder, directory);
        Object aws = builder.getClass().getMethod("start").invoke(builder);
        System.out.println(aws.getClass().getMethod("endpoint").invoke(aws) + " "
                + aws.getClass().getMethod("accessKeyId").invoke(aws) + " "
                + aws.getClass().getMethod("secretAccessKey").invoke(aws));
        Thread.currentThread().join();
    }

    private static void drive(String[] arguments) throws Exception {
        int clients = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        List<URI> servers = List.of(URI.create(arguments[3]), URI.create(arguments[4]));
        String key = arguments[5];
        String secret = arguments[6];
        System.out.printf("%d clients, %d times %d s each%n", clients, ROUNDS, seconds);
        System.out.printf("%-28s %10s %8s %8s   %10s %8s %8s   %6s%n", "", "local/s", "p50 ms", "p99 ms", "moto/s",
                "p50 ms", "p99 ms", "ratio");
        for (URI server : servers) {
            Ask create = new Ask("s3 CreateBucket", "s3", "PUT", "/bench", List.of(),
                    "<CreateBucketConfiguration><LocationConstraint>" + REGION
                            + "</LocationConstraint></CreateBucketConfiguration>");
            run(server, signed(create, server, key, secret), 1, 1, 1);
        }
        for (Ask ask : ASKS) {
            List<List<Double>> times = List.of(new ArrayList<>(), new ArrayList<>());
            for (int round = -1; round < ROUNDS; round++) {
                for (int i = 0; i < 2; i++) {
                    URI server = servers.get(i);
                    byte[] request = signed(ask, server, key, secret);
                    List<Double> taken = run(server, request, clients, round < 0 ? WARM_UP : seconds, Integer.MAX_VALUE);
                    if (round >= 0) {
                        times.get(i).addAll(taken);
                    }
                }
            }
            double local = times.get(0).size() / (double) (ROUNDS * seconds);
            double moto = times.get(1).size() / (double) (ROUNDS * seconds);
            System.out.printf(Locale.ROOT, "%-28s %10.0f %8.2f %8.2f   %10.0f %8.2f %8.2f   %5.1fx%n", ask.name(),
                    local, at(times.get(0), 0.5), at(times.get(0), 0.99), moto, at(times.get(1), 0.5),
                    at(times.get(1), 0.99), local / moto);
        }
    }

    private static double at(List<Double> times, double part) {
        List<Double> sorted = new ArrayList<>(times);
        sorted.sort(null);
        return sorted.get((int) (part * (sorted.size() - 1)));
    }

    private static List<Double> run(URI server, byte[] request, int clients, int seconds, int most) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Future<List<Double>>> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Callable<List<Double>> client = () -> client(server, request, end, most);
            running.add(threads.submit(client));
        }
        List<Double> times = new ArrayList<>();
        for (Future<List<Double>> client : running) {
            times.addAll(client.get());
        }
        threads.shutdown();
        return times;
    }

    private static List<Double> client(URI server, byte[] request, long end, int most) throws IOException {
        List<Double> times = new ArrayList<>();
        Socket socket = connect(server);
        byte[] buffer = new byte[65536];
        while (System.nanoTime() < end && times.size() < most) {
            long start = System.nanoTime();
            if (!exchange(socket, request, buffer)) {
                socket.close();
                socket = connect(server);
            }
            times.add((System.nanoTime() - start) / 1e6);
        }
        socket.close();
        return times;
    }

    private static Socket connect(URI server) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Sends a request and reads its answer; says whether the connection stays. */
    private static boolean exchange(Socket socket, byte[] request, byte[] buffer) throws IOException {
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        out.write(request);
        int filled = 0;
        int end = -1;
        while (end < 0) {
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                throw new IOException("no answer");
            }
            filled += read;
            for (int i = 3; i < filled && end < 0; i++) {
                if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                    end = i + 1;
                }
            }
        }
        String head = new String(buffer, 0, end, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        if (!head.startsWith("http/1.1 2") && !head.startsWith("http/1.1 409")) {
            throw new IOException(new String(buffer, 0, filled, StandardCharsets.UTF_8));
        }
        int at = head.indexOf("content-length:");
        int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 15, head.indexOf('\r', at)).strip());
        while (filled < end + length) {
            filled += in.read(buffer, filled, buffer.length - filled);
        }
        return !head.contains("connection: close");
    }

    private static byte[] signed(Ask ask, URI server, String key, String secret) throws Exception {
        String date = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC).format(Instant.now());
        String payload = sha256(ask.body());
        List<String> headers = new ArrayList<>(ask.headers());
        headers.add("host:" + server.getHost() + ":" + server.getPort());
        headers.add("x-amz-date:" + date);
        headers.add("x-amz-content-sha256:" + payload);
        headers.sort(null);
        String names = String.join(";", headers.stream().map(header -> header.split(":")[0]).toList());
        String canonical = ask.method() + "\n" + ask.path() + "\n\n" + String.join("\n", headers) + "\n\n" + names + "\n"
                + payload;
        String scope = date.substring(0, 8) + "/" + REGION + "/" + ask.service() + "/aws4_request";
        byte[] signing = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            signing = hmac(signing, part);
        }
        String signature =
                HexFormat.of().formatHex(hmac(signing, "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + sha256(canonical)));
        headers.add("authorization:AWS4-HMAC-SHA256 Credential=" + key + "/" + scope + ", SignedHeaders=" + names
                + ", Signature=" + signature);
        headers.add("content-length:" + ask.body().length());
        return (ask.method() + " " + ask.path() + " HTTP/1.1\r\n"
                        + String.join("\r\n", headers).replaceAll("(?m)^([a-z0-9-]+):", "$1: ") + "\r\n\r\n" + ask.body())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
