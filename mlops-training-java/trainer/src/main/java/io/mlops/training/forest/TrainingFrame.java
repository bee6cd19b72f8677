package io.mlops.training.forest;

import io.mlops.training.data.Examples;
import smile.data.DataFrame;
import smile.data.type.DataTypes;
import smile.data.type.StructField;
import smile.data.vector.BaseVector;
import smile.data.vector.FloatVector;

/** Examples as Smile wants them, beside their ranks; shared by all trees. */
final class TrainingFrame {
    private final DataFrame predictors;
    private final StructField response = new StructField("label", DataTypes.IntegerType);
    private final RankedColumns columns;

    private TrainingFrame(DataFrame predictors, RankedColumns columns) {
        this.predictors = predictors;
        this.columns = columns;
    }

    static TrainingFrame of(Examples examples) {
        BaseVector<?, ?, ?>[] vectors =
                new BaseVector<?, ?, ?>[examples.features().size()];
        for (int feature = 0; feature < vectors.length; feature++) {
            vectors[feature] = FloatVector.of("f" + feature, examples.column(feature));
        }
        return new TrainingFrame(DataFrame.of(vectors), RankedColumns.of(examples));
    }

    DataFrame predictors() {
        return predictors;
    }

    StructField response() {
        return response;
    }

    RankedColumns columns() {
        return columns;
    }
}
