package io.mlops.training.serving;

import io.mlops.training.data.Feature;
import io.mlops.training.data.Texts;
import java.util.List;
import java.util.OptionalDouble;

/** Encodes the fields of a request's row as the model's features. */
final class RowEncoder {
    private final List<Feature> features;

    RowEncoder(List<Feature> features) {
        this.features = features;
    }

    /** Encodes a row; rows count from 1 in errors. */
    double[] encode(int row, List<String> fields) {
        if (fields.size() != features.size()) {
            throw new RefusedRequestException(
                    400,
                    "row " + row + ": " + fields.size() + " values; accepted are " + features.size()
                            + ", in this order, without the label: "
                            + Texts.quoted(features.stream().map(Feature::name).toList()));
        }
        double[] encoded = new double[fields.size()];
        for (int i = 0; i < encoded.length; i++) {
            String field = fields.get(i).strip();
            OptionalDouble value = features.get(i).encode(field);
            if (value.isEmpty()) {
                throw refused(row, features.get(i), field);
            }
            encoded[i] = value.getAsDouble();
        }
        return encoded;
    }

    RefusedRequestException refused(int row, Feature feature, String given) {
        return new RefusedRequestException(
                400,
                "row " + row + ", column " + Texts.quoted(feature.name()) + ": got " + Texts.quoted(given)
                        + "; accepted is " + feature.accepted());
    }

    List<Feature> features() {
        return features;
    }
}
