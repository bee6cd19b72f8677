package io.mlops.training.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads labelled CSV files in one pass: UTF-8, plain or gzip, the same columns in all. Blanks around a field do not count;
 * an empty field is a missing value.
 */
public final class TableReader {
    private final TableFormat format;
    private final DataDigest digest = new DataDigest();
    private @Nullable TableBuilder builder;

    /**
     * Says what to look for.
     *
     * @param format how the columns are to be read
     */
    public TableReader(TableFormat format) {
        this.format = format;
    }

    /**
     * Reads every file of a channel; of several channels one after the other.
     *
     * @param channel the channel's directory
     * @return how many rows have been read so far
     * @throws InvalidInputException if the data is faulty, with the file, line, column and value of the first faults
     * @throws IOException if a file cannot be read
     */
    public int read(Path channel) throws IOException {
        for (Path file : ChannelFiles.list(channel)) {
            boolean inside = file.startsWith(channel);
            readFile(file, inside ? channel.relativize(file).toString() : String.valueOf(file.getFileName()));
        }
        return builder == null ? 0 : builder.rows();
    }

    /**
     * Ends reading.
     *
     * @return the rows of all channels
     * @throws InvalidInputException if the data is faulty
     */
    public Table table() {
        if (builder == null) {
            throw new InvalidInputException("no file was read; accepted is at least one CSV file");
        }
        return builder.build();
    }

    /**
     * Tells what was read.
     *
     * @return the SHA-256 of all bytes of all files, in the order of reading, in hexadecimal
     */
    public String digest() {
        return digest.hexadecimal();
    }

    private void readFile(Path file, String name) throws IOException {
        try (InputStream bytes = DataStream.open(file, digest);
                Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
                CsvReader<CsvRecord> records = CsvFormat.reader().ofCsvRecord(text)) {
            readRecords(records.iterator(), name);
        } catch (CsvParseException | UncheckedIOException | CharacterCodingException | ZipException e) {
            throw refusal(name, e);
        }
    }

    private static InvalidInputException refusal(String name, Exception e) throws IOException {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                return new InvalidInputException(name + ": not UTF-8 text; accepted is CSV in UTF-8; convert the file");
            }
            if (cause instanceof ZipException) {
                return new InvalidInputException(
                        name + ": not gzip to its end: " + cause.getMessage() + "; compress the file again");
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
        CsvRecord first = records.next();
        List<String> names = names(first);
        TableBuilder table = accept(format.header() ? names : places(names.size()), name);
        if (!format.header()) {
            table.add(first.getFields(), name, first.getStartingLineNumber());
        }
        while (records.hasNext()) {
            CsvRecord row = records.next();
            // A pipe has the files of a channel in one stream, each with its header.
            if (!format.header() || !table.hasHeader(row.getFields())) {
                table.add(row.getFields(), name, row.getStartingLineNumber());
            }
        }
    }

    private TableBuilder accept(List<String> header, String name) {
        if (builder == null) {
            builder = new TableBuilder(header, name, format);
        } else if (format.header()) {
            builder.requireSameHeader(header, name);
        }
        return builder;
    }

    private static List<String> places(int count) {
        return IntStream.range(0, count).mapToObj(place -> "c" + place).toList();
    }

    private static List<String> names(CsvRecord row) {
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
