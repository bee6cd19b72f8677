package io.mlops.local.sagemaker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.sagemaker.ContainerPort.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.sagemaker.model.CaptureContentTypeHeader;
import software.amazon.awssdk.services.sagemaker.model.CaptureStatus;
import software.amazon.awssdk.services.sagemaker.model.DataCaptureConfig;
import software.amazon.awssdk.services.sagemaker.model.DataCaptureConfigSummary;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;

/** Writes a variant's requests and answers to S3, some at a time, under the model's execution role. */
final class DataCapture {
    private static final Logger LOG = LoggerFactory.getLogger(DataCapture.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DateTimeFormatter FILE =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH/mm-ss-SSS").withZone(ZoneOffset.UTC);
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final int LONGEST_BUFFER = 8 * 1024 * 1024;

    private final Cloud cloud;
    private final Scope scope;
    private final String place;
    private final ExecutionRole role;
    private final DataCaptureConfig config;
    private final StringBuilder lines = new StringBuilder();
    private Instant first = Instant.EPOCH;

    DataCapture(Cloud cloud, Scope scope, String place, ExecutionRole role, DataCaptureConfig config) {
        this.cloud = cloud;
        this.scope = scope;
        this.place = place;
        this.role = role;
        this.config = config;
    }

    /** Says whether anything is captured: it is unless it is said otherwise. */
    static boolean isOn(DataCaptureConfig config) {
        return !Boolean.FALSE.equals(config.enableCapture());
    }

    static DataCaptureConfigSummary summary(DataCaptureConfig config) {
        return DataCaptureConfigSummary.builder()
                .enableCapture(isOn(config))
                .captureStatus(isOn(config) ? CaptureStatus.STARTED : CaptureStatus.STOPPED)
                .currentSamplingPercentage(config.initialSamplingPercentage())
                .destinationS3Uri(config.destinationS3Uri())
                .kmsKeyId(config.kmsKeyId())
                .build();
    }

    /** Takes an invocation, if the sample has it. */
    void take(InvokeEndpointRequest request, byte[] body, Answer answer) {
        if (ThreadLocalRandom.current().nextInt(100) >= config.initialSamplingPercentage()) {
            return;
        }
        ObjectNode event = JSON.createObjectNode();
        ObjectNode data = event.putObject("captureData");
        if (isCaptured("Input")) {
            put(data.putObject("endpointInput"), request.contentType(), "INPUT", body);
        }
        if (isCaptured("Output")) {
            put(
                    data.putObject("endpointOutput"),
                    answer.contentType(),
                    "OUTPUT",
                    answer.body().asByteArrayUnsafe());
        }
        Instant now = cloud.scheduler().now();
        ObjectNode metadata =
                event.putObject("eventMetadata").put("eventId", cloud.ids().uuid());
        if (request.inferenceId() != null) {
            metadata.put("inferenceId", request.inferenceId());
        }
        if (request.customAttributes() != null) {
            metadata.putArray("customAttributes").add(request.customAttributes());
        }
        metadata.put("inferenceTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        add(event.put("eventVersion", "0") + "\n", now);
    }

    private boolean isCaptured(String mode) {
        return config.captureOptions().stream()
                .anyMatch(option -> List.of(mode, "InputAndOutput").contains(option.captureModeAsString()));
    }

    private void put(ObjectNode node, @Nullable String contentType, String mode, byte[] data) {
        String observed = contentType == null ? "application/octet-stream" : contentType;
        String encoding = encoding(observed);
        node.put("observedContentType", observed)
                .put("mode", mode)
                .put(
                        "data",
                        encoding.equals("BASE64")
                                ? Base64.getEncoder().encodeToString(data)
                                : new String(data, StandardCharsets.UTF_8))
                .put("encoding", encoding);
    }

    /** What no list names is written in base64. */
    private String encoding(String contentType) {
        CaptureContentTypeHeader types = config.captureContentTypeHeader();
        String type = contentType.split(";", 2)[0].strip();
        if (types != null && types.csvContentTypes().contains(type)) {
            return "CSV";
        }
        return types != null && types.jsonContentTypes().contains(type) ? "JSON" : "BASE64";
    }

    private void add(String line, Instant now) {
        boolean full;
        synchronized (this) {
            if (lines.length() == 0) {
                first = now;
                cloud.scheduler().after(DELAY, this::flush);
            }
            lines.append(line);
            full = lines.length() > LONGEST_BUFFER;
        }
        if (full) {
            flush();
        }
    }

    /** Writes what was taken, to a file of its own. */
    void flush() {
        String content;
        S3Location file;
        synchronized (this) {
            content = lines.toString();
            lines.setLength(0);
            file = S3Location.of("destinationS3Uri", config.destinationS3Uri())
                    .resolve(place)
                    .resolve(FILE.format(first) + "-" + cloud.ids().uuid() + ".jsonl");
        }
        if (content.isEmpty()) {
            return;
        }
        PutObjectRequest.Builder put =
                PutObjectRequest.builder().bucket(file.bucket()).key(file.key());
        if (config.kmsKeyId() != null) {
            put.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(config.kmsKeyId());
        }
        try {
            cloud.client(S3Client.class, role.assume(cloud).caller(), scope.region())
                    .putObject(put.build(), RequestBody.fromString(content));
        } catch (SdkException e) {
            LOG.warn("captured data was not written to {}: {}", file, e.getMessage());
        }
    }
}
