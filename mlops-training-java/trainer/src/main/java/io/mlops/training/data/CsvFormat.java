package io.mlops.training.data;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

/** The one CSV dialect of training and serving: RFC 4180, comma, double quotes, empty lines skipped. */
public final class CsvFormat {
    private CsvFormat() {}

    /**
     * Configures a reader. Ragged rows are let through: the caller refuses them, with their place.
     *
     * @return the configured builder
     */
    public static CsvReader.CsvReaderBuilder reader() {
        return CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    }
}
