package io.mlops.modeltest.check;

import io.mlops.modeltest.endpoint.ModelAnswers;
import io.mlops.modeltest.suite.LabelledRows;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lets the model score all rows as CSV, without label and header, in batches; one score a line comes back. */
final class CsvScoring {
    static final int BATCH_ROWS = 500;
    /** Well below the 6 MiB that {@code InvokeEndpoint} takes. */
    private static final int BATCH_BYTES = 4 << 20;

    private final ModelAnswers answers;

    CsvScoring(ModelAnswers answers) {
        this.answers = answers;
    }

    /**
     * Scores the rows.
     *
     * @throws WrongAnswerException if an answer is not one score from 0 to 1 for each row
     * @throws ModelAnswers.RefusedException if the model answers with an error
     */
    double[] score(LabelledRows rows) {
        double[] scores = new double[rows.size()];
        StringBuilder body = new StringBuilder();
        int first = 0;
        int bytes = 0;
        for (int row = 0; row < rows.size(); row++) {
            String line = rows.csv(row) + "\n";
            int length = line.getBytes(StandardCharsets.UTF_8).length;
            if (row - first == BATCH_ROWS || (row > first && bytes + length > BATCH_BYTES)) {
                score(body.toString(), first, row, scores);
                body.setLength(0);
                first = row;
                bytes = 0;
            }
            body.append(line);
            bytes += length;
        }
        score(body.toString(), first, rows.size(), scores);
        return scores;
    }

    private void score(String body, int first, int end, double[] scores) {
        List<String> lines = answers.ask("text/csv", body).strip().lines().toList();
        if (lines.size() != end - first) {
            throw new WrongAnswerException("rows " + (first + 1) + " to " + end + ": got " + lines.size()
                    + " lines; accepted are " + (end - first) + ", a score for each row");
        }
        for (int i = 0; i < lines.size(); i++) {
            scores[first + i] = score(lines.get(i).strip(), first + i + 1);
        }
    }

    private static double score(String text, int row) {
        try {
            double score = Double.parseDouble(text);
            if (score >= 0 && score <= 1) {
                return score;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw new WrongAnswerException("row " + row + ": got \""
                + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "\"; accepted is a score from 0 to 1");
    }
}
