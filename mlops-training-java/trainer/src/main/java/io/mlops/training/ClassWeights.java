package io.mlops.training;

import io.mlops.training.data.Examples;
import io.mlops.training.data.InvalidInputException;
import io.mlops.training.data.Labels;
import io.mlops.training.data.Numbers;
import io.mlops.training.data.Texts;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How much the rows of each class weigh.
 *
 * @param text as given
 * @param byName weights of named classes, others weigh 1
 */
record ClassWeights(String text, Map<String, Double> byName) {
    static final String ACCEPTED = "none, balanced, or class=weight pairs, commas between, weights above 0";

    ClassWeights {
        byName = Map.copyOf(byName);
    }

    static Optional<ClassWeights> parse(String text) {
        Map<String, Double> byName = new TreeMap<>();
        if (text.equals("none") || text.equals("balanced") || text.equals("None")) {
            return Optional.of(new ClassWeights(text, byName));
        }
        for (String pair : text.split(",", -1)) {
            int equals = pair.lastIndexOf('=');
            OptionalDouble weight = Numbers.parse(pair.substring(equals + 1).strip());
            if (equals < 1 || weight.isEmpty() || weight.getAsDouble() <= 0) {
                return Optional.empty();
            }
            byName.put(pair.substring(0, equals).strip(), weight.getAsDouble());
        }
        return Optional.of(new ClassWeights(text, byName));
    }

    boolean isNone() {
        return byName.isEmpty() && !text.equals("balanced");
    }

    Examples weigh(Examples examples) {
        return isNone() ? examples : examples.weighted(weights(examples));
    }

    private double[] weights(Examples examples) {
        Labels labels = examples.labels();
        double[] weights = new double[labels.classes().size()];
        if (text.equals("balanced")) {
            // n / (classes * rows of the class), as scikit-learn's "balanced".
            for (double target : examples.targets()) {
                weights[(int) target]++;
            }
            for (int code = 0; code < weights.length; code++) {
                weights[code] = examples.rows() / (weights.length * weights[code]);
            }
            return weights;
        }
        for (String name : byName.keySet()) {
            if (!labels.classes().contains(name)) {
                throw new InvalidInputException("hyperparameter class_weight: no class " + Texts.quoted(name)
                        + "; the classes are " + Texts.quoted(labels.classes()));
            }
        }
        for (int code = 0; code < weights.length; code++) {
            weights[code] = byName.getOrDefault(labels.classes().get(code), 1.0);
        }
        return weights;
    }
}
