package io.mlops.training.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mlops.training.model.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes scores: one per line as {@code text/csv}, or SageMaker's {@code predictions} as {@code application/json}. */
final class Predictions {
    private static final JsonFactory JSON = new JsonFactory();

    private Predictions() {}

    static byte[] encode(double[] scores, Model model, MediaType type) {
        return switch (type) {
            case CSV -> csv(scores);
            case JSON -> json(scores, model);
        };
    }

    private static byte[] csv(double[] scores) {
        StringBuilder lines = new StringBuilder(scores.length * 20);
        for (double score : scores) {
            lines.append(score).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] json(double[] scores, Model model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeArrayFieldStart("predictions");
            for (double score : scores) {
                out.writeStartObject();
                out.writeNumberField("score", score);
                out.writeStringField("predicted_label", model.predictedLabel(score));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    static byte[] error(String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("error", message);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }
}
