package io.mlops.training.serving;

import io.mlops.training.data.Task;
import io.mlops.training.data.Texts;
import io.mlops.training.model.Model;
import java.util.List;

/** Answers one {@code POST /invocations}: rows in, predictions out. */
final class Invocations {
    private final Model model;
    private final RowEncoder encoder;

    Invocations(Model model) {
        this.model = model;
        this.encoder = new RowEncoder(model.features());
    }

    Answer answer(String contentType, String accept, byte[] body) {
        MediaType given = MediaType.of(contentType)
                .orElseThrow(() -> new RefusedRequestException(
                        415, "Content-Type " + Texts.quoted(contentType) + "; accepted is " + MediaType.all()));
        Wanted wanted = Wanted.of(accept, given)
                .orElseThrow(() -> new RefusedRequestException(
                        406, "Accept " + Texts.quoted(accept) + "; this server answers with " + Wanted.accepted()));
        if (wanted.content() == Wanted.Content.PROBABILITIES && model.labels().task() == Task.REGRESSION) {
            throw new RefusedRequestException(
                    406,
                    "Accept " + Texts.quoted(accept) + "; this model predicts a number, which has no probabilities");
        }
        List<double[]> rows = switch (given) {
            case CSV -> CsvRows.decode(body, encoder);
            case JSON -> JsonRows.decode(body, encoder);
            case JSON_LINES -> JsonRows.decodeLines(body, encoder);
        };
        if (rows.isEmpty()) {
            throw new RefusedRequestException(
                    400,
                    "no rows; accepted is at least one row of "
                            + model.features().size() + " values");
        }
        return Answer.ok(wanted.type(), new Predictions(model, wanted.content()).encode(rows, wanted.type()));
    }
}
