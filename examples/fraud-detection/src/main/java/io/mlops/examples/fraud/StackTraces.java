package io.mlops.examples.fraud;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps an unforeseen failure's stack trace in a file: people get the message. */
final class StackTraces {
    private StackTraces() {}

    static void write(Path file, Throwable failure) {
        try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
            failure.printStackTrace(writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
