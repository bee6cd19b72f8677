package io.mlops.training.serving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mlops.training.data.Task;
import io.mlops.training.model.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes what is predicted: a line per row as {@code text/csv} or {@code application/jsonlines}, or SageMaker's {@code
 * predictions} as {@code application/json}.
 */
final class Predictions {
    private static final JsonFactory JSON = new JsonFactory();

    private final Model model;
    private final Wanted.Content content;

    Predictions(Model model, Wanted.Content content) {
        this.model = model;
        this.content = content;
    }

    byte[] encode(List<double[]> rows, MediaType type) {
        return switch (type) {
            case CSV -> csv(rows);
            case JSON -> json(rows, true);
            case JSON_LINES -> json(rows, false);
        };
    }

    private byte[] csv(List<double[]> rows) {
        StringBuilder lines = new StringBuilder(rows.size() * 20);
        for (double[] row : rows) {
            double[] prediction = model.forest().predict(row);
            switch (content) {
                case LABEL -> lines.append(quoted(model.predictedLabel(prediction)));
                case PROBABILITIES -> append(lines, probabilities(prediction));
                case CONTRIBUTIONS -> append(lines, contributions(row, prediction));
                default -> lines.append(score(prediction));
            }
            lines.append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder lines, double[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            lines.append(i == 0 ? "" : ",").append(numbers[i]);
        }
    }

    private static String quoted(String label) {
        boolean plain = label.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? label : "\"" + label.replace("\"", "\"\"") + "\"";
    }

    /** The positive class's probability, the likeliest class's, or the number. */
    private static double score(double[] prediction) {
        return prediction[Model.likeliest(prediction)];
    }

    /** In the order of the model's classes. */
    private double[] probabilities(double[] prediction) {
        return model.labels().task() == Task.BINARY ? new double[] {1 - prediction[0], prediction[0]} : prediction;
    }

    /** To the score: per feature, and last the mean score. */
    private double[] contributions(double[] row, double[] prediction) {
        return model.forest().contributions(row, Model.likeliest(prediction));
    }

    private byte[] json(List<double[]> rows, boolean whole) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.setRootValueSeparator(null);
            if (whole) {
                out.writeStartObject();
                out.writeArrayFieldStart("predictions");
            }
            for (double[] row : rows) {
                object(row, out);
                if (!whole) {
                    out.writeRaw('\n');
                }
            }
            if (whole) {
                out.writeEndArray();
                out.writeEndObject();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private void object(double[] row, JsonGenerator out) throws IOException {
        double[] prediction = model.forest().predict(row);
        out.writeStartObject();
        if (content != Wanted.Content.LABEL) {
            out.writeNumberField("score", score(prediction));
        }
        boolean label = content == Wanted.Content.LABEL
                || (content == Wanted.Content.USUAL && model.labels().task().isClassification());
        if (label) {
            out.writeStringField("predicted_label", model.predictedLabel(prediction));
        }
        if (content == Wanted.Content.PROBABILITIES) {
            out.writeObjectFieldStart("probabilities");
            double[] shares = probabilities(prediction);
            for (int code = 0; code < shares.length; code++) {
                out.writeNumberField(model.labels().classes().get(code), shares[code]);
            }
            out.writeEndObject();
        }
        if (content == Wanted.Content.CONTRIBUTIONS) {
            double[] parts = contributions(row, prediction);
            out.writeObjectFieldStart("contributions");
            for (int feature = 0; feature < parts.length - 1; feature++) {
                out.writeNumberField(model.features().get(feature).name(), parts[feature]);
            }
            out.writeEndObject();
            out.writeNumberField("base", parts[parts.length - 1]);
        }
        out.writeEndObject();
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
