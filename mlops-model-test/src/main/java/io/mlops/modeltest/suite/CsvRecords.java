package io.mlops.modeltest.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes CSV records: fields parted by commas, quoted where they hold a comma, a quote or a line end, quotes
 * doubled (RFC 4180). Blank lines are skipped.
 */
final class CsvRecords {
    private final String text;
    private int position;
    private int line = 1;

    CsvRecords(String text) {
        this.text = text;
    }

    /** Returns the line that the next record starts at, from 1. */
    int line() {
        return line;
    }

    /** Reads the next record, empty at the end. */
    Optional<List<String>> next() {
        while (position < text.length() && atLineEnd()) {
            skipLineEnd();
        }
        if (position >= text.length()) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (position < text.length() && text.charAt(position) == ',') {
            position++;
            fields.add(field());
        }
        skipLineEnd();
        return Optional.of(fields);
    }

    /** Writes one record without its line end. */
    static String write(List<String> fields) {
        StringBuilder record = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            record.append(i == 0 ? "" : ",");
            boolean quoted = field.indexOf(',') >= 0
                    || field.indexOf('"') >= 0
                    || field.indexOf('\n') >= 0
                    || field.indexOf('\r') >= 0;
            record.append(quoted ? '"' + field.replace("\"", "\"\"") + '"' : field);
        }
        return record.toString();
    }

    private String field() {
        return position < text.length() && text.charAt(position) == '"' ? quoted() : plain();
    }

    private String plain() {
        int start = position;
        while (position < text.length() && text.charAt(position) != ',' && !atLineEnd()) {
            position++;
        }
        return text.substring(start, position);
    }

    private String quoted() {
        int opened = line;
        StringBuilder field = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char next = text.charAt(position);
            if (next == '"' && position + 1 < text.length() && text.charAt(position + 1) == '"') {
                position++;
            } else if (next == '"') {
                position++;
                return field + plain();
            }
            if (next == '\n') {
                line++;
            }
            field.append(next);
        }
        throw new InvalidSuiteException("line " + opened + ": a quoted field is not closed");
    }

    private boolean atLineEnd() {
        char next = text.charAt(position);
        return next == '\n' || next == '\r';
    }

    private void skipLineEnd() {
        if (position < text.length() && text.charAt(position) == '\r') {
            position++;
        }
        if (position < text.length() && text.charAt(position) == '\n') {
            position++;
            line++;
        }
    }
}
