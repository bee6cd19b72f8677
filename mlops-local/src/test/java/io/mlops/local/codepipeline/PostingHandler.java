package io.mlops.local.codepipeline;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** A function for tests: hands each event to the test, at the URL of its variable {@code SINK}. */
public final class PostingHandler implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        HttpURLConnection sink =
                (HttpURLConnection) URI.create(System.getenv("SINK")).toURL().openConnection();
        sink.setRequestMethod("POST");
        sink.setDoOutput(true);
        try (OutputStream body = sink.getOutputStream()) {
            input.transferTo(body);
        }
        if (sink.getResponseCode() != 204) {
            throw new IOException("the test answered " + sink.getResponseCode());
        }
    }
}
