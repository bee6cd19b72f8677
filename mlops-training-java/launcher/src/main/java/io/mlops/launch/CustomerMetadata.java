package io.mlops.launch;

import io.mlops.contract.Evaluation;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model package's {@code CustomerMetadataProperties}: at most 50 entries, key at most 128 and value at most 256 characters
 * of letters, digits, separators and {@code _.:/=+-@} (API model of {@code CreateModelPackage}). Ten are left to those who
 * come later, the harness and the team.
 */
final class CustomerMetadata {
    /** The most entries that the launcher writes. */
    static final int MOST = 40;

    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private final Map<String, String> entries = new LinkedHashMap<>();
    private int leftOut;

    /** Adds an entry; an empty value says nothing, and an entry too many is left out. */
    CustomerMetadata add(String key, String value) {
        if (!value.isBlank()) {
            if (entries.size() < MOST) {
                entries.putIfAbsent(accepted(key, LONGEST_KEY), accepted(value, LONGEST_VALUE));
            } else {
                leftOut++;
            }
        }
        return this;
    }

    CustomerMetadata addMetrics(Evaluation evaluation) {
        new TreeMap<>(evaluation.binaryClassificationMetrics())
                .forEach((name, metric) -> add("mlops:metric:" + name, Double.toString(metric.value())));
        return this;
    }

    Map<String, String> entries(PrintStream out) {
        if (leftOut > 0) {
            out.println(leftOut + " entries of the model package's customer metadata are left out: it takes " + MOST);
        }
        return entries;
    }

    private static String accepted(String text, int longest) {
        String clean = text.replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]", "_");
        return clean.substring(
                0, clean.offsetByCodePoints(0, Math.min(longest, clean.codePointCount(0, clean.length()))));
    }
}
