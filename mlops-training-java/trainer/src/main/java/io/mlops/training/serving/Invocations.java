package io.mlops.training.serving;

import io.mlops.training.data.Texts;
import io.mlops.training.model.Model;
import java.util.List;

/** Answers one {@code POST /invocations}: rows in, scores out. */
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
        MediaType wanted = MediaType.accepted(accept, given)
                .orElseThrow(() -> new RefusedRequestException(
                        406, "Accept " + Texts.quoted(accept) + "; this server answers with " + MediaType.all()));
        List<double[]> rows = switch (given) {
            case CSV -> CsvRows.decode(body, encoder);
            case JSON -> JsonRows.decode(body, encoder);
        };
        if (rows.isEmpty()) {
            throw new RefusedRequestException(
                    400,
                    "no rows; accepted is at least one row of "
                            + model.features().size() + " values");
        }
        double[] scores =
                rows.stream().mapToDouble(row -> model.forest().score(row)).toArray();
        return Answer.ok(wanted, Predictions.encode(scores, model, wanted));
    }
}
