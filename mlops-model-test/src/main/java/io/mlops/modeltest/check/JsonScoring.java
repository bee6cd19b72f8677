package io.mlops.modeltest.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.modeltest.endpoint.ModelAnswers;
import io.mlops.modeltest.suite.LabelledRows;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Lets the model score the first rows as JSON: {@code {"instances":[{"features":[...]}]}} to {@code
 * {"predictions":[{"score":0.93}]}} (SageMaker developer guide, common data formats for inference).
 */
final class JsonScoring {
    /** Numbers go out with the digits that the CSV has. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private final ModelAnswers answers;

    JsonScoring(ModelAnswers answers) {
        this.answers = answers;
    }

    /**
     * Scores rows.
     *
     * @param rows the rows
     * @param count how many of them, from the first
     * @throws WrongAnswerException if the answer is not of that form, with a score for each row
     * @throws ModelAnswers.RefusedException if the model answers with an error
     */
    double[] score(LabelledRows rows, int count) {
        JsonNode predictions =
                parsed(answers.ask("application/json", request(rows, count))).path("predictions");
        if (!predictions.isArray() || predictions.size() != count) {
            throw new WrongAnswerException("got " + predictions.size() + " predictions; accepted are " + count);
        }
        double[] scores = new double[count];
        for (int i = 0; i < count; i++) {
            JsonNode score = predictions.get(i).path("score");
            if (!score.isNumber()) {
                throw new WrongAnswerException("prediction " + (i + 1) + ": field score is not a number");
            }
            scores[i] = score.doubleValue();
        }
        return scores;
    }

    private static String request(LabelledRows rows, int count) {
        int columns = rows.features().get(0).size();
        boolean[] numeric = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            numeric[column] = numeric(rows, column);
        }
        ObjectNode request = MAPPER.createObjectNode();
        ArrayNode instances = request.putArray("instances");
        for (int row = 0; row < count; row++) {
            ArrayNode features = instances.addObject().putArray("features");
            for (int column = 0; column < columns; column++) {
                add(features, rows.features().get(row).get(column), numeric[column]);
            }
        }
        return request.toString();
    }

    private static void add(ArrayNode features, String value, boolean numeric) {
        if (value.isEmpty()) {
            features.addNull();
        } else if (numeric) {
            addNumber(features, value);
        } else {
            features.add(value);
        }
    }

    /**
     * Only a number that JSON writes as the CSV does: a category coded 2 is not 2.0, and 007 is not 7. Of others the
     * model gets the text, as it does in CSV.
     */
    private static void addNumber(ArrayNode features, String value) {
        try {
            BigDecimal number = new BigDecimal(value);
            if (number.toString().equals(value)) {
                features.add(number);
                return;
            }
        } catch (NumberFormatException e) {
            // An exponent beyond what BigDecimal holds.
        }
        features.add(value);
    }

    /** CSV knows no types: a column whose every value reads as a number is one of numbers. */
    private static boolean numeric(LabelledRows rows, int column) {
        return rows.features().stream()
                .map(features -> features.get(column))
                .allMatch(value -> value.isEmpty() || NUMBER.matcher(value).matches());
    }

    private static JsonNode parsed(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new WrongAnswerException("the answer is not JSON: " + e.getOriginalMessage());
        }
    }
}
