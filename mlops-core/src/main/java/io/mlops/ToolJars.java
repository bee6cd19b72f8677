package io.mlops;

import io.mlops.contract.ArtifactFiles;
import io.mlops.spec.Tool;
import io.mlops.spec.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jars that run in the pipeline: the launcher, the harness and the deploy function. The library depends on none of
 * them; it uploads them.
 */
public final class ToolJars {
    private static final String LAMBDA_JAR = "mlops-lambda-deploy.jar";
    private static final String RESOURCES = "META-INF/mlops/tools/";

    private final Map<String, Location> locations;

    private ToolJars(Map<String, Location> locations) {
        this.locations = locations;
    }

    /**
     * Takes the jars from files.
     *
     * @param launcher {@code mlops-launcher.jar}, runs in the Train build
     * @param modelTest {@code mlops-model-test.jar}, runs in the Test build
     * @param lambdaDeploy {@code mlops-lambda-deploy.jar}, runs in the Lambda function
     * @return the jars; one that is not there becomes a problem of the description
     */
    public static ToolJars at(Path launcher, Path modelTest, Path lambdaDeploy) {
        Map<String, Location> locations = new LinkedHashMap<>();
        locations.put(ArtifactFiles.LAUNCHER_JAR, () -> file(launcher));
        locations.put(ArtifactFiles.MODEL_TEST_JAR, () -> file(modelTest));
        locations.put(LAMBDA_JAR, () -> file(lambdaDeploy));
        return new ToolJars(locations);
    }

    /**
     * Finds the jars on the classpath, under {@code META-INF/mlops/tools/}, where the modules' artifacts of classifier
     * {@code tool} have them.
     *
     * @return the jars; one that is not there becomes a problem of the description
     */
    public static ToolJars onClasspath() {
        return onClasspath(ToolJars.class.getClassLoader());
    }

    /**
     * Finds the jars with a class loader.
     *
     * @param loader the loader
     * @return the jars, as {@link #onClasspath()}
     */
    public static ToolJars onClasspath(ClassLoader loader) {
        Map<String, Location> locations = new LinkedHashMap<>();
        for (String jar : new String[] {ArtifactFiles.LAUNCHER_JAR, ArtifactFiles.MODEL_TEST_JAR, LAMBDA_JAR}) {
            locations.put(jar, () -> resource(loader.getResource(RESOURCES + jar)));
        }
        return new ToolJars(locations);
    }

    Tools digests() {
        return new Tools(digest(ArtifactFiles.LAUNCHER_JAR), digest(ArtifactFiles.MODEL_TEST_JAR), digest(LAMBDA_JAR));
    }

    byte[] read(Tool tool) throws IOException {
        try (InputStream bytes = open(tool.fileName())
                .orElseThrow(() -> new NoSuchFileException(tool.fileName() + " is not there any more"))) {
            return bytes.readAllBytes();
        }
    }

    private Tool digest(String fileName) {
        try {
            Optional<InputStream> jar = open(fileName);
            if (jar.isEmpty()) {
                return new Tool(fileName, "");
            }
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream bytes = new DigestInputStream(jar.get(), sha256)) {
                bytes.transferTo(OutputStream.nullOutputStream());
            }
            return new Tool(fileName, HexFormat.of().formatHex(sha256.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException(fileName + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Optional<InputStream> open(String fileName) throws IOException {
        Location location = locations.get(fileName);
        return location == null ? Optional.empty() : location.open();
    }

    private static Optional<InputStream> file(Path path) throws IOException {
        return Files.isRegularFile(path) ? Optional.of(Files.newInputStream(path)) : Optional.empty();
    }

    private static Optional<InputStream> resource(@Nullable URL url) throws IOException {
        return url == null ? Optional.empty() : Optional.of(url.openStream());
    }

    /** Where a jar is. */
    private interface Location {
        Optional<InputStream> open() throws IOException;
    }
}
