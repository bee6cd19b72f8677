package io.mlops.training;

import io.mlops.training.data.InvalidInputException;
import io.mlops.training.data.Numbers;
import io.mlops.training.data.TableFormat;
import io.mlops.training.data.Task;
import io.mlops.training.data.Texts;
import io.mlops.training.forest.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Checks hyperparameters and reports every fault at once. The Python SDK's and the tuner's own keys ({@code sagemaker_…},
 * {@code _tuning_objective_metric}) are not for us.
 */
final class HyperparametersReader {
    private final Map<Hyperparameter, String> given = new TreeMap<>();
    private final int processors;
    private final List<String> problems = new ArrayList<>();

    private HyperparametersReader(int processors) {
        this.processors = Math.min(processors, 256);
    }

    static Hyperparameters read(Path file, int processors) throws IOException {
        return parse(HyperparameterFile.read(file), processors);
    }

    static Hyperparameters parse(Map<String, String> given, int processors) {
        HyperparametersReader reader = new HyperparametersReader(processors);
        given.forEach(reader::accept);
        Hyperparameters read = reader.read();
        if (!reader.problems.isEmpty()) {
            throw new InvalidInputException("hyperparameters: " + String.join("; ", reader.problems));
        }
        return read;
    }

    private void accept(String name, String value) {
        if (name.startsWith("sagemaker_") || name.equals("_tuning_objective_metric")) {
            return;
        }
        Optional<Hyperparameter> known = Hyperparameter.of(name);
        if (known.isEmpty()) {
            problems.add("unknown " + Texts.quoted(name)
                    + Hyperparameter.nearest(name)
                            .map(near -> ", did you mean " + near + "?")
                            .orElse(", accepted are " + String.join(", ", Hyperparameter.names())));
        } else if (given.put(known.get(), value) != null) {
            problems.add(known.get().text() + " and " + known.get().alias() + " are one; give one of them");
        }
    }

    private Hyperparameters read() {
        Task task = choice(Hyperparameter.TASK, Task.class, Task.BINARY);
        Hyperparameters read = new Hyperparameters(
                new TableFormat(
                        task, label(), text(Hyperparameter.POSITIVE), categoricalFeatures(), weight(), header()),
                choice(Hyperparameter.ENGINE, Engine.class, Engine.SMILE),
                whole(Hyperparameter.NTREES, 10_000),
                depth(),
                parsed(Hyperparameter.MAX_FEATURES, MaxFeatures::parse, new MaxFeatures("sqrt")),
                whole(Hyperparameter.MIN_SAMPLES_LEAF, 1_000_000),
                parsed(Hyperparameter.CLASS_WEIGHT, ClassWeights::parse, new ClassWeights("none", Map.of())),
                parsed(Hyperparameter.THRESHOLD, ThresholdAim::parse, new ThresholdAim("0.5")),
                seed(),
                validationFraction(),
                threads());
        requireFit(task, read);
        return read;
    }

    private void requireFit(Task task, Hyperparameters read) {
        if (task == Task.REGRESSION && !read.classWeights().isNone()) {
            problems.add("class_weight is of no use with task regression; leave it out");
        }
        if (task != Task.BINARY && given.containsKey(Hyperparameter.THRESHOLD)) {
            problems.add("threshold is of use with task binary alone; leave it out");
        }
        if (task != Task.BINARY && given.containsKey(Hyperparameter.POSITIVE)) {
            problems.add("positive is of use with task binary alone; leave it out");
        }
    }

    private String text(Hyperparameter name) {
        return given.getOrDefault(name, name.otherwise());
    }

    private String label() {
        if (text(Hyperparameter.LABEL).isEmpty()) {
            problems.add("label is required: the name of the label column, or its place from 0");
        }
        return text(Hyperparameter.LABEL);
    }

    private Set<String> categoricalFeatures() {
        Set<String> names = new LinkedHashSet<>();
        Arrays.stream(text(Hyperparameter.CATEGORICAL_FEATURES).split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        if (names.contains(text(Hyperparameter.LABEL))) {
            problems.add("categorical_features names the label column; name feature columns only");
        }
        return names;
    }

    private String weight() {
        String weight = text(Hyperparameter.WEIGHT);
        if (!weight.isEmpty() && weight.equals(text(Hyperparameter.LABEL))) {
            problems.add("weight names the label column; name a column of weights");
        }
        return weight;
    }

    private boolean header() {
        String text = text(Hyperparameter.HEADER).toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            refuse(Hyperparameter.HEADER);
        }
        return !text.equals("false");
    }

    private <E extends Enum<E>> E choice(Hyperparameter name, Class<E> type, E otherwise) {
        for (E each : type.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text(name))) {
                return each;
            }
        }
        refuse(name);
        return otherwise;
    }

    private int whole(Hyperparameter name, int most) {
        String text = text(name);
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        refuse(name);
        return 1;
    }

    /** scikit-learn's {@code None}: as deep as may be. */
    private int depth() {
        return text(Hyperparameter.MAX_DEPTH).equals("None") ? 64 : whole(Hyperparameter.MAX_DEPTH, 64);
    }

    private int threads() {
        String text = text(Hyperparameter.THREADS);
        return text.isEmpty() || text.equals("-1") || text.equals("None")
                ? processors
                : whole(Hyperparameter.THREADS, 256);
    }

    private <T> T parsed(Hyperparameter name, Function<String, Optional<T>> parser, T otherwise) {
        Optional<T> parsed = parser.apply(text(name));
        if (parsed.isEmpty()) {
            refuse(name);
        }
        return parsed.orElse(otherwise);
    }

    private long seed() {
        try {
            return Long.parseLong(text(Hyperparameter.SEED));
        } catch (NumberFormatException e) {
            refuse(Hyperparameter.SEED);
            return 1;
        }
    }

    private double validationFraction() {
        OptionalDouble number = Numbers.parseDouble(text(Hyperparameter.VALIDATION_FRACTION));
        if (number.isEmpty() || number.getAsDouble() < 0.01 || number.getAsDouble() > 0.5) {
            refuse(Hyperparameter.VALIDATION_FRACTION);
        }
        return number.orElse(0.2);
    }

    private void refuse(Hyperparameter name) {
        problems.add(name.text() + ": got " + Texts.quoted(text(name)) + ", accepted is " + name.accepted());
    }
}
