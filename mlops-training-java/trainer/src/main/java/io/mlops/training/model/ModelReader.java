package io.mlops.training.model;

import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Feature;
import io.mlops.training.data.Labels;
import io.mlops.training.data.NumericFeature;
import io.mlops.training.data.Task;
import io.mlops.training.data.Texts;
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
    private final ByteBuffer in;

    ModelReader(ByteBuffer payload) {
        this.in = payload;
    }

    Model model() {
        try {
            Map<String, String> provenance = provenance();
            Labels labels = labels();
            double threshold = in.getDouble();
            List<Feature> features = features();
            FlatForest forest = forest(ForestShape.of(features, labels));
            if (in.hasRemaining()) {
                throw new InvalidModelException(in.remaining() + " bytes after the last tree");
            }
            return new Model(features, labels, threshold, forest, provenance);
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

    private Labels labels() {
        Task task = task(text());
        String column = text();
        List<String> classes = new ArrayList<>();
        for (int left = count("classes", Integer.BYTES); left > 0; left--) {
            classes.add(text());
        }
        boolean right = switch (task) {
            case BINARY -> classes.size() == 2;
            case MULTICLASS -> classes.size() > 2;
            case REGRESSION -> classes.isEmpty();
        };
        if (!right) {
            throw new InvalidModelException(task + " with " + classes.size() + " classes");
        }
        return new Labels(task, column, classes);
    }

    private static Task task(String name) {
        for (Task task : Task.values()) {
            if (task.name().equals(name)) {
                return task;
            }
        }
        throw new InvalidModelException("unknown task " + Texts.quoted(name));
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
            double missing = in.getDouble();
            if (Double.isInfinite(missing)) {
                throw new InvalidModelException("feature " + name + ": what stands for a missing value is infinite");
            }
            return new NumericFeature(name, missing, in.getFloat(), in.getFloat());
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

    private FlatForest forest(ForestShape shape) {
        int count = count("trees", TreeCodec.LEAST_BYTES);
        List<FlatTree> trees = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            trees.add(TreeCodec.read(in));
        }
        return FlatForest.of(shape, trees);
    }

    /** A count of things of which each takes at least so many bytes. */
    private int count(String what, int leastBytes) {
        return TreeCodec.count(in, what, leastBytes);
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
