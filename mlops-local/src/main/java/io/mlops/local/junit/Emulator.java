package io.mlops.local.junit;

import io.mlops.local.LocalAws;
import io.mlops.local.LocalAwsBuilder;
import io.mlops.local.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.core.SdkClient;

/**
 * An emulator of a test's own.
 *
 * @param aws the emulator
 * @param time its time
 * @param clients the SDK clients that were asked for
 */
record Emulator(LocalAws aws, VirtualTime time, Map<Class<?>, SdkClient> clients) {
    static Emulator start(Consumer<LocalAwsBuilder> choices) {
        VirtualTime time = new VirtualTime();
        LocalAwsBuilder builder = LocalAws.builder();
        choices.accept(builder);
        return new Emulator(builder.directory(directory()).time(time).start(), time, new ConcurrentHashMap<>());
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("mlops-local-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SdkClient client(Class<? extends SdkClient> type) {
        return clients.computeIfAbsent(type, key -> aws.client(type));
    }

    void end(ExtensionContext context) {
        clients.values().forEach(SdkClient::close);
        aws.close();
        if (aws.processes() > 0) {
            throw new IllegalStateException(aws.processes() + " child processes outlived the emulator");
        }
        if (context.getExecutionException().isPresent()) {
            context.publishReportEntry("mlops-local", "what the emulator wrote is kept in " + aws.directory());
        } else {
            delete(aws.directory());
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
