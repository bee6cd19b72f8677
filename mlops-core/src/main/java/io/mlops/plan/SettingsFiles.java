package io.mlops.plan;

import io.mlops.contract.ArtifactFiles;
import io.mlops.contract.ContractJson;
import io.mlops.contract.DeploySettings;
import io.mlops.contract.TagKeys;
import io.mlops.contract.TestSettings;
import io.mlops.contract.TrainingSettings;
import io.mlops.plan.iam.Actor;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Training;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of the {@code Settings} artifact: what the pipeline's steps read. */
public final class SettingsFiles {
    private static final List<String> SERVED_TYPES = List.of("text/csv", "application/json");

    private static final String VARIANT = "AllTraffic";

    private SettingsFiles() {}

    /**
     * Writes the files.
     *
     * @param spec the description
     * @param names the derived names
     * @return JSON by file name, sorted
     */
    public static Map<String, String> of(PipelineSpec spec, Names names) {
        Map<String, String> tags = Map.of(TagKeys.PIPELINE, spec.name());
        Map<String, String> files = new TreeMap<>();
        files.put(ArtifactFiles.TRAINING_SETTINGS, ContractJson.write(training(spec, names, tags)));
        files.put(ArtifactFiles.TEST_SETTINGS, ContractJson.write(test(spec, names, tags)));
        for (DeployStage stage : spec.deployStages()) {
            files.put(ArtifactFiles.deploySettings(stage.name()), ContractJson.write(deploy(spec, stage, names, tags)));
        }
        return Collections.unmodifiableMap(files);
    }

    private static TrainingSettings training(PipelineSpec spec, Names names, Map<String, String> tags) {
        Training training = spec.training();
        String bucket = "s3://" + names.bucket() + "/";
        return new TrainingSettings(
                TrainingSettings.SCHEMA,
                spec.name(),
                spec.modelPackageGroup(),
                spec.name(),
                training.image(),
                Actor.TRAINING.roleArn(names),
                training.instanceType(),
                training.instanceCount(),
                training.volumeSizeInGB(),
                Math.toIntExact(training.maxRuntime().toSeconds()),
                training.hyperParameters(),
                training.channels().stream()
                        .map(channel -> new TrainingSettings.Channel(
                                channel.name(),
                                bucket + channel.prefix(),
                                channel.contentType(),
                                "File",
                                "FullyReplicated"))
                        .toList(),
                bucket + Names.MODELS_PREFIX,
                training.metricDefinitions().stream()
                        .map(metric -> new TrainingSettings.MetricDefinition(metric.name(), metric.regex()))
                        .toList(),
                Map.of(),
                null,
                null,
                null,
                false,
                false,
                null,
                null,
                null,
                new TrainingSettings.Serving(
                        training.image(), Map.of(), SERVED_TYPES, SERVED_TYPES, servingInstanceTypes(spec), List.of()),
                tags);
    }

    private static TestSettings test(PipelineSpec spec, Names names, Map<String, String> tags) {
        return new TestSettings(
                TestSettings.SCHEMA,
                spec.name(),
                names.testEndpointPrefix(),
                Actor.SERVING.roleArn(names),
                spec.test().instanceType(),
                spec.test().suite(),
                Map.of(),
                "s3://" + names.bucket() + "/" + Names.REPORTS_PREFIX,
                spec.modelPackageGroup(),
                null,
                false,
                spec.test().approve(),
                tags);
    }

    private static DeploySettings deploy(PipelineSpec spec, DeployStage stage, Names names, Map<String, String> tags) {
        return new DeploySettings(
                DeploySettings.SCHEMA,
                spec.name(),
                stage.name(),
                stage.endpoint(),
                Actor.SERVING.roleArn(names),
                List.of(new DeploySettings.Variant(
                        VARIANT, stage.instanceType(), stage.instances(), 1, null, null, null, null)),
                null,
                null,
                null,
                false,
                null,
                false,
                3,
                120,
                tags);
    }

    private static List<String> servingInstanceTypes(PipelineSpec spec) {
        return Stream.concat(
                        Stream.of(spec.test().instanceType()),
                        spec.deployStages().stream().map(DeployStage::instanceType))
                .distinct()
                .sorted()
                .toList();
    }
}
