package io.mlops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** As much of CloudFormation as {@code aws cloudformation deploy} calls: every change set of its one stack succeeds. */
final class CloudFormationStub implements AutoCloseable {
    private final HttpServer server;
    private final String bucket;
    private final List<Map<String, String>> changeSets = new CopyOnWriteArrayList<>();

    CloudFormationStub(String bucket) throws IOException {
        this.bucket = bucket;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The requests that made change sets: {@code TemplateBody}, parameters. */
    List<Map<String, String>> changeSets() {
        return changeSets;
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> request = new TreeMap<>();
        for (String pair :
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            request.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
        }
        String action = Objects.requireNonNull(request.get("Action"));
        if (action.equals("CreateChangeSet")) {
            changeSets.add(request);
        }
        String result = switch (action) {
            case "DescribeStacks" -> stack();
            case "GetTemplateSummary" ->
                "<Parameters><member><ParameterKey>FunctionCodeVersion</ParameterKey></member></Parameters>";
            case "CreateChangeSet" -> "<Id>arn:aws:cloudformation:eu-west-1:123456789012:changeSet/c/1</Id>";
            case "DescribeChangeSet" -> "<Status>CREATE_COMPLETE</Status>";
            case "ExecuteChangeSet" -> "";
            default -> throw new IllegalArgumentException(action);
        };
        String xml = "<" + action + "Response><" + action + "Result>" + result + "</" + action + "Result></" + action
                + "Response>";
        boolean absent = action.equals("DescribeStacks") && changeSets.isEmpty();
        String error = "<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id fraud does not exist"
                + "</Message></Error></ErrorResponse>";
        byte[] bytes = (absent ? error : xml).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(absent ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String stack() {
        return "<Stacks><member><StackName>fraud</StackName><StackStatus>UPDATE_COMPLETE</StackStatus><Outputs><member>"
                + "<OutputKey>Bucket</OutputKey><OutputValue>" + bucket
                + "</OutputValue></member></Outputs></member></Stacks>";
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
