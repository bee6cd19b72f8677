package io.mlops.local.sagemaker;

import io.mlops.local.call.Refusals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.model.MetricData;
import software.amazon.awssdk.services.sagemaker.model.MetricDefinition;

/** A training job's metrics, as its definitions find them in its log: the last value of each. */
final class TrainingMetrics {
    /** The part of a line that is looked at, in characters. */
    private static final int LONGEST_LINE = 4096;

    private static final int MOST_LOOKS = 500_000;

    private final Map<String, Pattern> definitions = new LinkedHashMap<>();
    private final Map<String, MetricData> last = new LinkedHashMap<>();

    /**
     * Takes the definitions.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException if an expression is not
     *     valid
     */
    TrainingMetrics(List<MetricDefinition> definitions) {
        for (MetricDefinition definition : definitions) {
            try {
                this.definitions.put(definition.name(), Pattern.compile(definition.regex()));
            } catch (PatternSyntaxException e) {
                throw Refusals.validation("The regular expression '" + definition.regex() + "' of the metric "
                        + definition.name() + " is not valid: " + e.getDescription());
            }
        }
    }

    /** Takes a line, and gives what it says. */
    synchronized List<MetricData> line(String line, Instant now) {
        String text = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
        List<MetricData> found = new ArrayList<>();
        definitions.forEach((name, pattern) -> value(pattern, text)
                .map(value -> MetricData.builder()
                        .metricName(name)
                        .value(value)
                        .timestamp(now)
                        .build())
                .ifPresent(found::add));
        found.forEach(data -> last.put(data.metricName(), data));
        return found;
    }

    private static Optional<Float> value(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(new BoundedText(text, MOST_LOOKS));
        Optional<Float> value = Optional.empty();
        try {
            while (matcher.groupCount() > 0 && matcher.find()) {
                Optional<Float> found = number(matcher.group(1));
                value = found.isPresent() ? found : value;
            }
        } catch (BoundedText.Exhausted | StackOverflowError e) {
            return value;
        }
        return value;
    }

    private static Optional<Float> number(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Float.valueOf(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    synchronized List<MetricData> all() {
        return List.copyOf(last.values());
    }
}
