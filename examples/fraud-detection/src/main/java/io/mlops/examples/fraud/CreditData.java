package io.mlops.examples.fraud;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Real loan applications, with missing values and categories; the attribution is in the README beside the file. */
final class CreditData {
    private CreditData() {}

    static DataSet load() {
        try (InputStream stream = CreditData.class.getResourceAsStream("credit.csv")) {
            if (stream == null) {
                throw new IllegalStateException("credit.csv is missing from the jar");
            }
            List<String> lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<List<String>> rows = lines.stream()
                    .skip(1)
                    .map(line -> List.of(line.split(",", -1)))
                    .toList();
            return new DataSet(List.of(lines.get(0).split(",")), "Status", "bad", rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
