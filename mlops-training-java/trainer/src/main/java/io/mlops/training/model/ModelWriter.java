package io.mlops.training.model;

import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Feature;
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
 * labels      texts: column, positive, negative
 * features    count, then name (text), kind (byte): 0 numeric, then its median (double);
 *             1 categorical, then count and categories (texts), sorted
 * trees       count, then for each: count of nodes, features (ints, -1 for a leaf),
 *             values (doubles), left children (ints, 0 for a leaf)
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
        text(model.labels().column());
        text(model.labels().positive());
        text(model.labels().negative());
        out.writeInt(model.features().size());
        for (Feature feature : model.features()) {
            feature(feature);
        }
        out.writeInt(model.forest().size());
        for (FlatTree tree : model.forest().trees()) {
            tree(tree);
        }
    }

    private void feature(Feature feature) throws IOException {
        text(feature.name());
        if (feature instanceof NumericFeature numeric) {
            out.writeByte(NUMERIC);
            out.writeDouble(numeric.median());
        } else if (feature instanceof CategoricalFeature categorical) {
            out.writeByte(CATEGORICAL);
            out.writeInt(categorical.categories().size());
            for (String category : categorical.categories()) {
                text(category);
            }
        }
    }

    private void tree(FlatTree tree) throws IOException {
        out.writeInt(tree.nodes());
        for (int node = 0; node < tree.nodes(); node++) {
            out.writeInt(tree.feature(node));
        }
        for (int node = 0; node < tree.nodes(); node++) {
            out.writeDouble(tree.value(node));
        }
        for (int node = 0; node < tree.nodes(); node++) {
            out.writeInt(tree.left(node));
        }
    }

    private void text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
