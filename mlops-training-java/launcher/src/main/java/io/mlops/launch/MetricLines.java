package io.mlops.launch;

import io.mlops.contract.TrainingSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Finds metrics in a training job's lines by its metric definitions, as SageMaker does. */
final class MetricLines {
    /** The part of a line that is looked at, in characters. */
    private static final int LONGEST_LINE = 4096;

    private final Map<String, Pattern> definitions = new LinkedHashMap<>();
    private final Map<String, String> last = new HashMap<>();

    /** Takes the definitions; one that is no expression finds nothing here, and SageMaker refuses it. */
    MetricLines(List<TrainingSettings.MetricDefinition> definitions) {
        for (TrainingSettings.MetricDefinition definition : definitions) {
            try {
                this.definitions.put(definition.name(), Pattern.compile(definition.regex()));
            } catch (PatternSyntaxException e) {
                // CreateTrainingJob says so.
            }
        }
    }

    /**
     * Looks at a line.
     *
     * @return {@code metric <name> = <value>} for each metric whose value is another one than before
     */
    List<String> changed(String line) {
        String text = line.substring(0, Math.min(LONGEST_LINE, line.length()));
        List<String> changed = new ArrayList<>();
        definitions.forEach((name, pattern) -> {
            String value = value(pattern, text);
            if (value != null && !value.equals(last.put(name, value))) {
                changed.add("metric " + name + " = " + value);
            }
        });
        return changed;
    }

    private static @Nullable String value(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(new PatientText(text));
        String value = null;
        try {
            while (matcher.groupCount() > 0 && matcher.find()) {
                value = isNumber(matcher.group(1)) ? matcher.group(1).strip() : value;
            }
        } catch (PatientText.Exhausted | StackOverflowError e) {
            // An expression that goes over the line again and again finds nothing, rather than holding up the job.
        }
        return value;
    }

    private static boolean isNumber(@Nullable String text) {
        try {
            return text != null && Double.isFinite(Double.parseDouble(text.strip()));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
