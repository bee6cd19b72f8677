package io.mlops.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/**
 * A hyperparameter's value as the SageMaker training toolkit reads it: a JSON text ({@code environment.py}, {@code
 * read_hyperparameters}), of which it makes the script's arguments again.
 */
final class ToolkitValue {
    /** API model of {@code CreateTrainingJob}. */
    private static final int LONGEST = 2500;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** What Python writes again as it was: no exponent, no zeros at the end, no more digits than a double holds. */
    private static final Pattern KEPT =
            Pattern.compile("(?=(?:\\D*\\d){1,15}\\D*$)-?(?:0|[1-9][0-9]*)(?:\\.(?:0|[0-9]*[1-9]))?");

    private ToolkitValue() {}

    /**
     * Makes the text: what is JSON already stays as it is, anything else becomes a JSON text. So do {@code null}, and
     * numbers that Python would write otherwise, as {@code 1.10}, which may be a version.
     *
     * @throws LaunchFailedException if it is longer than SageMaker takes
     */
    static String of(String key, String value) {
        String encoded = isKept(value) ? value : TextNode.valueOf(value).toString();
        if (encoded.length() > LONGEST) {
            throw new LaunchFailedException("hyperParameters." + key + ": got " + encoded.length()
                    + " characters as a JSON text; accepted are at most " + LONGEST
                    + "; put it into a file of the source");
        }
        return encoded;
    }

    private static boolean isKept(String value) {
        try {
            JsonNode json = JSON.readTree(value);
            return json.isContainerNode()
                    || json.isTextual()
                    || json.isBoolean()
                    || (json.isNumber() && KEPT.matcher(value).matches());
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
