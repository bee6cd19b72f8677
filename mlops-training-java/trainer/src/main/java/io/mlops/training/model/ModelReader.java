package io.mlops.training.model;

import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Feature;
import io.mlops.training.data.Labels;
import io.mlops.training.data.NumericFeature;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the payload that {@link ModelWriter} writes. Nothing is allocated that the remaining bytes could not fill. */
final class ModelReader {
    private static final int NODE_BYTES = Integer.BYTES + Double.BYTES + Integer.BYTES;

    private final ByteBuffer in;

    ModelReader(ByteBuffer payload) {
        this.in = payload;
    }

    Model model() {
        try {
            Map<String, String> provenance = provenance();
            Labels labels = new Labels(text(), text(), text());
            List<Feature> features = features();
            FlatForest forest = forest(features.size());
            if (in.hasRemaining()) {
                throw new InvalidModelException(in.remaining() + " bytes after the last tree");
            }
            return new Model(features, labels, forest, provenance);
        } catch (BufferUnderflowException e) {
            throw new InvalidModelException("the payload ends too early");
        } catch (ArithmeticException e) {
            throw new InvalidModelException("more nodes than one array holds");
        }
    }

    private Map<String, String> provenance() {
        Map<String, String> provenance = new HashMap<>();
        int count = count("provenance", 2 * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            String key = text();
            provenance.put(key, text());
        }
        return provenance;
    }

    private List<Feature> features() {
        int count = count("features", Integer.BYTES + 1);
        List<Feature> features = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            features.add(feature(text()));
        }
        return features;
    }

    private Feature feature(String name) {
        int kind = in.get();
        if (kind == ModelWriter.NUMERIC) {
            double median = in.getDouble();
            if (!Double.isFinite(median)) {
                throw new InvalidModelException("feature " + name + ": the median is not finite");
            }
            return new NumericFeature(name, median);
        }
        if (kind != ModelWriter.CATEGORICAL) {
            throw new InvalidModelException("feature " + name + ": unknown kind " + kind);
        }
        return new CategoricalFeature(name, categories(name));
    }

    private List<String> categories(String name) {
        int count = count("categories", Integer.BYTES);
        List<String> categories = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String category = text();
            if (i > 0 && categories.get(i - 1).compareTo(category) >= 0) {
                throw new InvalidModelException("feature " + name + ": the categories are not sorted");
            }
            categories.add(category);
        }
        return categories;
    }

    private FlatForest forest(int features) {
        int count = count("trees", Integer.BYTES + NODE_BYTES);
        List<FlatTree> trees = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            trees.add(tree());
        }
        return FlatForest.of(features, trees);
    }

    private FlatTree tree() {
        int nodes = count("nodes", NODE_BYTES);
        int[] feature = new int[nodes];
        double[] value = new double[nodes];
        int[] left = new int[nodes];
        in.asIntBuffer().get(feature);
        in.position(in.position() + nodes * Integer.BYTES);
        in.asDoubleBuffer().get(value);
        in.position(in.position() + nodes * Double.BYTES);
        in.asIntBuffer().get(left);
        in.position(in.position() + nodes * Integer.BYTES);
        return new FlatTree(feature, value, left);
    }

    /** A count of things of which each takes at least so many bytes. */
    private int count(String what, int leastBytes) {
        int count = in.getInt();
        if (count < 0 || (long) count * leastBytes > in.remaining()) {
            throw new InvalidModelException("count of " + what + " out of range: " + count);
        }
        return count;
    }

    private String text() {
        int length = count("bytes of a text", 1);
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidModelException("a text is not UTF-8");
        }
    }
}
