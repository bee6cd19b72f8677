package io.mlops.local.sagemaker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.model.Channel;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;

/** The files by which SageMaker and a training container talk: {@code input/config} and {@code output/failure}. */
final class TrainingFiles {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_REASON = 1024;

    private TrainingFiles() {}

    static void write(ContainerRoot root, CreateTrainingJobRequest request) throws IOException {
        Path config = root.make("input/config");
        root.make("input/data");
        root.make("model");
        root.make("output/data");
        JSON.writeValue(config.resolve("hyperparameters.json").toFile(), request.hyperParameters());
        JSON.writeValue(config.resolve("inputdataconfig.json").toFile(), channels(request));
        JSON.writeValue(config.resolve("resourceconfig.json").toFile(), resources(request));
    }

    private static ObjectNode channels(CreateTrainingJobRequest request) {
        ObjectNode channels = JSON.createObjectNode();
        for (Channel channel : request.inputDataConfig()) {
            ObjectNode node = channels.putObject(channel.channelName());
            if (channel.contentType() != null) {
                node.put("ContentType", channel.contentType());
            }
            node.put("TrainingInputMode", mode(channel, request));
            node.put(
                    "S3DistributionType",
                    Optional.ofNullable(channel.dataSource().s3DataSource().s3DataDistributionTypeAsString())
                            .orElse("FullyReplicated"));
            node.put("RecordWrapperType", "None");
        }
        return channels;
    }

    private static String mode(Channel channel, CreateTrainingJobRequest request) {
        return channel.inputMode() == null
                ? request.algorithmSpecification().trainingInputModeAsString()
                : channel.inputModeAsString();
    }

    private static Map<String, Object> resources(CreateTrainingJobRequest request) {
        String type = request.resourceConfig().instanceTypeAsString();
        Map<String, Object> group = Map.of(
                "instance_group_name", "homogeneousCluster",
                "instance_type", String.valueOf(type),
                "hosts", List.of("algo-1"));
        return Map.of(
                "current_host",
                "algo-1",
                "current_instance_type",
                String.valueOf(type),
                "current_group_name",
                "homogeneousCluster",
                "hosts",
                List.of("algo-1"),
                "instance_groups",
                List.of(group),
                "network_interface_name",
                "eth0");
    }

    /** Reads why the container says that it failed: the first 1024 characters, or nothing. */
    static String failure(ContainerRoot root) throws IOException {
        Path file = root.optMl().resolve("output").resolve("failure");
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        try (InputStream stream = Files.newInputStream(file)) {
            String text = new String(stream.readNBytes(4 * LONGEST_REASON), StandardCharsets.UTF_8);
            return text.substring(0, Math.min(LONGEST_REASON, text.length()));
        }
    }
}
