package io.mlops.training.serving;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.mlops.training.data.CsvFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code text/csv}: a row per line, no header, no label. */
final class CsvRows {
    private CsvRows() {}

    static List<double[]> decode(byte[] body, RowEncoder encoder) {
        List<double[]> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> records = CsvFormat.reader().ofCsvRecord(text(body))) {
            for (CsvRecord row : records) {
                rows.add(encoder.encode(rows.size() + 1, row.getFields()));
            }
        } catch (CsvParseException e) {
            throw new RefusedRequestException(400, "row " + (rows.size() + 1) + ": not CSV: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be read", e);
        }
        return rows;
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedRequestException(400, "the body is not UTF-8; accepted is CSV in UTF-8");
        }
    }
}
