package io.mlops.training.serving;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The forms of requests and responses. */
enum MediaType {
    /** A row per line. */
    CSV("text/csv"),
    /** SageMaker's common data format for inference. */
    JSON("application/json"),
    /** The same, an object per line. */
    JSON_LINES("application/jsonlines");

    private final String text;

    MediaType(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static String all() {
        return Arrays.stream(values()).map(MediaType::text).collect(Collectors.joining(", "));
    }

    /** Reads a {@code Content-Type}; parameters do not matter. */
    static Optional<MediaType> of(String contentType) {
        String bare = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(type -> type.text.equals(bare)).findFirst();
    }
}
