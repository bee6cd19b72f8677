package io.mlops.training.model;

import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Feature;
import io.mlops.training.data.Labels;
import io.mlops.training.data.NumericFeature;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes the payload of a model file. A text is its length in bytes (int) and UTF-8; a count is an int.
 *
 * <pre>
 * provenance  count, then key and value as texts
 * labels      task (text): BINARY, MULTICLASS or REGRESSION; column (text); count and classes (texts);
 *             threshold (double)
 * features    count, then name (text), kind (byte): 0 numeric, then what stands for a missing value (double, NaN where
 *             the trees know), least and most (floats); 1 categorical, then count and categories (texts), sorted
 * trees       count, then each as {@link TreeCodec} has it
 * </pre>
 */
final class ModelWriter {
    static final int NUMERIC = 0;
    static final int CATEGORICAL = 1;

    private final DataOutputStream out;

    private ModelWriter(DataOutputStream out) {
        this.out = out;
    }

    static byte[] payload(Model model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            new ModelWriter(out).write(model);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private void write(Model model) throws IOException {
        out.writeInt(model.provenance().size());
        for (Map.Entry<String, String> entry : model.provenance().entrySet()) {
            text(entry.getKey());
            text(entry.getValue());
        }
        labels(model);
        out.writeInt(model.features().size());
        for (Feature feature : model.features()) {
            feature(feature);
        }
        out.writeInt(model.forest().size());
        for (FlatTree tree : model.forest().trees()) {
            TreeCodec.write(tree, out);
        }
    }

    private void feature(Feature feature) throws IOException {
        text(feature.name());
        if (feature instanceof NumericFeature numeric) {
            out.writeByte(NUMERIC);
            out.writeDouble(numeric.missing());
            out.writeFloat(numeric.least());
            out.writeFloat(numeric.most());
        } else if (feature instanceof CategoricalFeature categorical) {
            out.writeByte(CATEGORICAL);
            out.writeInt(categorical.categories().size());
            for (String category : categorical.categories()) {
                text(category);
            }
        }
    }

    private void labels(Model model) throws IOException {
        Labels labels = model.labels();
        text(labels.task().name());
        text(labels.column());
        out.writeInt(labels.classes().size());
        for (String name : labels.classes()) {
            text(name);
        }
        out.writeDouble(model.threshold());
    }

    private void text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
