package io.mlops.launch;

import io.mlops.contract.TrainingSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of a team's training job, of which a test says what matters to it. */
final class ExampleSettings {
    String bucket = "bucket";
    String image = "image:1";
    String roleArn = "arn:aws:iam::123456789012:role/mlops/fraud/training";
    int instances = 1;
    Map<String, String> hyperParameters = Map.of("label", "is_fraud");
    List<TrainingSettings.Channel> channels = List.of();
    List<TrainingSettings.MetricDefinition> metrics =
            List.of(new TrainingSettings.MetricDefinition("validation:roc_auc", "validation:roc_auc=([0-9.]+);"));
    Map<String, String> environment = Map.of();
    TrainingSettings.@Nullable Spot spot;
    boolean networkIsolation;
    TrainingSettings.@Nullable Script script;
    String servingImage = "";
    Map<String, String> servingEnvironment = Map.of();

    ExampleSettings script(String directory, String entryPoint) {
        script = new TrainingSettings.Script(directory, entryPoint, "s3://" + bucket + "/code/");
        return this;
    }

    TrainingSettings.Channel channel(String name, String prefix) {
        return new TrainingSettings.Channel(
                name, "s3://" + bucket + "/" + prefix, "text/csv", "File", "FullyReplicated");
    }

    TrainingSettings build() {
        return new TrainingSettings(
                TrainingSettings.SCHEMA,
                "fraud",
                "fraud-models",
                "fraud-train",
                image,
                roleArn,
                "ml.m5.large",
                instances,
                30,
                3600,
                hyperParameters,
                channels.isEmpty() ? List.of(channel("training", "training-data/")) : channels,
                "s3://" + bucket + "/models",
                metrics,
                environment,
                spot,
                null,
                null,
                networkIsolation,
                false,
                null,
                null,
                script,
                new TrainingSettings.Serving(
                        servingImage.isEmpty() ? image : servingImage,
                        servingEnvironment,
                        List.of("text/csv", "application/json"),
                        List.of("text/csv", "application/json"),
                        List.of("ml.m5.large"),
                        List.of()),
                Map.of("mlops:pipeline", "fraud"));
    }
}
