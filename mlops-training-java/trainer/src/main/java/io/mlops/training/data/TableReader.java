package io.mlops.training.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads labelled CSV files in one pass: UTF-8, a header row in each file, the same columns in all. Blanks around a field
 * do not count; an empty field is a missing value.
 */
public final class TableReader {
    private final String label;
    private final String positive;
    private final Set<String> categorical;
    private @Nullable TableBuilder builder;

    /**
     * Says what to look for.
     *
     * @param label the label column's name
     * @param positive the positive label
     * @param categorical names of columns that hold categories whatever they look like
     */
    public TableReader(String label, String positive, Set<String> categorical) {
        this.label = label;
        this.positive = positive;
        this.categorical = Set.copyOf(categorical);
    }

    /**
     * Reads every file of a channel.
     *
     * @param channel the channel's directory
     * @return the rows of all files
     * @throws InvalidInputException at the first fault of the data, with file, line, column and value
     * @throws IOException if a file cannot be read
     */
    public Table read(Path channel) throws IOException {
        for (Path file : ChannelFiles.list(channel)) {
            readFile(file, channel.relativize(file).toString());
        }
        if (builder == null) {
            throw new InvalidInputException("channel " + channel.getFileName() + ": no files");
        }
        return builder.build();
    }

    private void readFile(Path file, String name) throws IOException {
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CsvReader<CsvRecord> records = CsvFormat.reader().ofCsvRecord(text)) {
            readRecords(records.iterator(), name);
        } catch (CsvParseException | UncheckedIOException | CharacterCodingException e) {
            throw refusal(name, e);
        }
    }

    private static InvalidInputException refusal(String name, Exception e) throws IOException {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                return new InvalidInputException(name + ": not UTF-8 text; accepted is CSV in UTF-8; convert the file");
            }
        }
        if (e instanceof UncheckedIOException unchecked) {
            throw new IOException(unchecked.getMessage(), unchecked);
        }
        return new InvalidInputException(name + ": not CSV: " + e.getMessage() + "; quote fields as RFC 4180 says");
    }

    private void readRecords(Iterator<CsvRecord> records, String name) {
        if (!records.hasNext()) {
            throw new InvalidInputException(
                    name + ": the file is empty; accepted is a header row and at least one row of data");
        }
        TableBuilder table = accept(header(records.next()), name);
        while (records.hasNext()) {
            CsvRecord row = records.next();
            table.add(row.getFields(), name, row.getStartingLineNumber());
        }
    }

    private TableBuilder accept(List<String> header, String name) {
        if (builder == null) {
            builder = new TableBuilder(header, name, label, positive, categorical);
        } else {
            builder.requireSameHeader(header, name);
        }
        return builder;
    }

    private static List<String> header(CsvRecord row) {
        List<String> names = new ArrayList<>(row.getFields().size());
        for (String field : row.getFields()) {
            names.add(field.strip());
        }
        // A byte order mark, as spreadsheets write it, is not part of the first name.
        String first = names.get(0);
        names.set(0, first.startsWith("\uFEFF") ? first.substring(1).strip() : first);
        return names;
    }
}
