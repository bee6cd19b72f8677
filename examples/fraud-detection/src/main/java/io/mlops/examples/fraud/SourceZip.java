package io.mlops.examples.fraud;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The team's source zip: the test suite and the labelled rows that it judges by. */
final class SourceZip {
    static final String SUITE = "model-test.yml";

    private SourceZip() {}

    static byte[] of(DataSet holdout, Map<String, Double> minimums) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(SUITE, suite(holdout, minimums));
        files.put("holdout.csv", holdout.csv());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String suite(DataSet holdout, Map<String, Double> minimums) {
        StringBuilder suite = new StringBuilder();
        suite.append("schema: mlops.model-test/1\n");
        suite.append("data:\n  rows: holdout.csv\n");
        suite.append("  label: ").append(holdout.label()).append('\n');
        suite.append("  positive: \"").append(holdout.positive()).append("\"\n");
        suite.append("thresholds:\n");
        minimums.forEach((metric, minimum) -> suite.append("  ")
                .append(metric)
                .append(": { min: ")
                .append(minimum)
                .append(" }\n"));
        return suite.toString();
    }
}
