package io.mlops.local.sagemaker;

import io.mlops.local.call.ErrorCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.CheckpointConfig;

/** Keeps a training job's checkpoints in S3: they are there again when it starts, and are copied as they change. */
final class Checkpoints {
    private final S3Client s3;
    private final S3Location place;
    private final Path directory;
    private final Map<String, String> copied = new HashMap<>();

    private Checkpoints(S3Client s3, S3Location place, Path directory) {
        this.s3 = s3;
        this.place = place;
        this.directory = directory;
    }

    /** Brings what S3 has, which may be nothing. */
    static Checkpoints restored(S3Client s3, CheckpointConfig config, ContainerRoot root, TrainingInput input)
            throws ContainerFailure, IOException {
        S3Location place = S3Location.of("checkpointConfig.s3Uri", config.s3Uri());
        Checkpoints made = new Checkpoints(s3, place, root.make("checkpoints"));
        input.downloadAll(place, made.directory);
        made.copied.putAll(made.stamps());
        return made;
    }

    /**
     * Makes S3 the same as the directory, deletions included.
     *
     * @throws ContainerFailure if the role may not
     */
    synchronized void copy() throws ContainerFailure, IOException {
        try {
            Map<String, String> found = stamps();
            for (Map.Entry<String, String> file : found.entrySet()) {
                if (!file.getValue().equals(copied.get(file.getKey()))) {
                    s3.putObject(
                            r -> r.bucket(place.bucket()).key(key(file.getKey())),
                            RequestBody.fromFile(directory.resolve(file.getKey())));
                }
            }
            for (String name : copied.keySet()) {
                if (!found.containsKey(name)) {
                    s3.deleteObject(r -> r.bucket(place.bucket()).key(key(name)));
                }
            }
            copied.clear();
            copied.putAll(found);
        } catch (AwsServiceException e) {
            throw new ContainerFailure("ClientError: Checkpoint upload failed:" + ErrorCodes.message(e), e);
        }
    }

    private String key(String name) {
        return place.resolve(name).key();
    }

    /** Gives each file's size and time, by which a change is seen. */
    private Map<String, String> stamps() throws IOException {
        Map<String, String> stamps = new HashMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.put(
                        directory.relativize(file).toString(), attributes.size() + " " + attributes.lastModifiedTime());
            } catch (NoSuchFileException e) {
                // Deleted meanwhile: it is no checkpoint any more.
            }
        }
        return stamps;
    }
}
