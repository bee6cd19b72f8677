package io.mlops.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function for tests: answers what it is told by its event. */
public final class EchoHandler implements RequestStreamHandler {
    private static final Pattern JOB = Pattern.compile("\"CodePipeline.job\":\\{\"id\":\"([^\"]*)\"");

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        System.out.println("got " + event);
        Matcher job = JOB.matcher(event);
        if (job.find()) {
            System.out.println(job.group(1));
            System.out.println("job received");
        }
        if (event.contains("throw")) {
            throw new IllegalStateException("as told");
        } else if (event.contains("exit")) {
            Runtime.getRuntime().halt(9);
        } else if (event.contains("hang")) {
            waitForever();
        }
        if (event.contains("large")) {
            output.write(("\"" + "x".repeat(7_000_000) + "\"").getBytes(StandardCharsets.UTF_8));
            return;
        }
        String answer = "{\"pid\":" + ProcessHandle.current().pid() + ",\"user\":\"" + System.getenv("USER_SETTING")
                + "\",\"function\":\"" + context.getFunctionName() + "\",\"key\":\""
                + System.getenv("AWS_ACCESS_KEY_ID").substring(0, 4) + "\"}";
        output.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static void waitForever() throws IOException {
        try {
            new java.util.concurrent.CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
