package io.mlops.plan;

import io.mlops.contract.ArtifactFiles;
import io.mlops.contract.ContractJson;
import io.mlops.contract.TestSettings;
import io.mlops.contract.TrainingSettings;
import io.mlops.plan.iam.Actor;
import io.mlops.spec.Checkpoints;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Script;
import io.mlops.spec.Serving;
import io.mlops.spec.Spot;
import io.mlops.spec.Training;
import io.mlops.spec.Variant;
import io.mlops.spec.Vpc;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of the {@code Settings} artifact: what the pipeline's steps read. */
public final class SettingsFiles {
    private final PipelineSpec spec;
    private final Names names;
    private final Map<String, String> tags;

    private SettingsFiles(PipelineSpec spec, Names names) {
        this.spec = spec;
        this.names = names;
        this.tags = PipelineResources.tags(spec);
    }

    /**
     * Writes the files.
     *
     * @param spec the description
     * @param names the derived names
     * @return JSON by file name, sorted
     */
    public static Map<String, String> of(PipelineSpec spec, Names names) {
        SettingsFiles settings = new SettingsFiles(spec, names);
        Map<String, String> files = new TreeMap<>();
        files.put(ArtifactFiles.TRAINING_SETTINGS, ContractJson.write(settings.training()));
        files.put(ArtifactFiles.TEST_SETTINGS, ContractJson.write(settings.test()));
        for (DeployStage stage : spec.deployStages()) {
            files.put(
                    ArtifactFiles.deploySettings(stage.name()),
                    ContractJson.write(DeployFile.of(spec, stage, names, settings.tags)));
        }
        return Collections.unmodifiableMap(files);
    }

    private TrainingSettings training() {
        Training training = spec.training();
        Spot spot = training.spot();
        Checkpoints checkpoints = training.checkpoints();
        Script script = training.script();
        return new TrainingSettings(
                TrainingSettings.SCHEMA,
                spec.pipelineName(),
                spec.modelPackageGroup(),
                spec.pipelineName(),
                training.image().uri(names.account()),
                Actor.TRAINING.roleArn(names),
                training.instanceType(),
                training.instanceCount(),
                training.volumeSizeInGB(),
                Math.toIntExact(training.maxRuntime().toSeconds()),
                training.hyperParameters(),
                training.channels().stream()
                        .map(channel -> new TrainingSettings.Channel(
                                channel.name(),
                                uri(channel.prefix()),
                                channel.contentType(),
                                channel.inputMode().toString(),
                                channel.distribution().toString()))
                        .toList(),
                uri(Names.MODELS_PREFIX),
                training.metricDefinitions().stream()
                        .map(metric -> new TrainingSettings.MetricDefinition(metric.name(), metric.regex()))
                        .toList(),
                training.environment(),
                spot == null
                        ? null
                        : new TrainingSettings.Spot(
                                Math.toIntExact(spot.maxWait().toSeconds())),
                checkpoints == null
                        ? null
                        : new TrainingSettings.Checkpoint(uri(checkpoints.prefix()), checkpoints.localPath()),
                vpc(training.vpc()),
                training.networkIsolation(),
                training.trafficEncryption(),
                key(training.volumeKmsKey()),
                key(spec.options().kmsKeyArn()),
                script == null
                        ? null
                        : new TrainingSettings.Script(script.directory(), script.entryPoint(), uri(Names.CODE_PREFIX)),
                serving(training),
                tags);
    }

    private TrainingSettings.Serving serving(Training training) {
        Serving serving = training.serving();
        return new TrainingSettings.Serving(
                training.servingImage().uri(names.account()),
                serving.environment(),
                serving.contentTypes(),
                serving.responseTypes(),
                realtimeInstanceTypes(),
                serving.transformInstanceTypes());
    }

    private List<String> realtimeInstanceTypes() {
        return Stream.concat(
                        Stream.of(spec.test().instanceType()),
                        spec.deployStages().stream()
                                .flatMap(stage -> stage.variants().stream())
                                .map(Variant::instanceType)
                                .filter(type -> !type.isEmpty()))
                .distinct()
                .sorted()
                .toList();
    }

    private TestSettings test() {
        return new TestSettings(
                TestSettings.SCHEMA,
                spec.pipelineName(),
                names.testEndpointPrefix(),
                Actor.SERVING.roleArn(names),
                spec.test().instanceType(),
                spec.test().suite(),
                spec.test().thresholds(),
                uri(Names.REPORTS_PREFIX),
                spec.modelPackageGroup(),
                null,
                false,
                spec.test().approve(),
                tags);
    }

    private String uri(String key) {
        return "s3://" + names.bucket() + "/" + key;
    }

    static io.mlops.contract.@Nullable Vpc vpc(@Nullable Vpc vpc) {
        return vpc == null ? null : new io.mlops.contract.Vpc(vpc.subnets(), vpc.securityGroups());
    }

    static @Nullable String key(String kmsKey) {
        return kmsKey.isEmpty() ? null : kmsKey;
    }
}
