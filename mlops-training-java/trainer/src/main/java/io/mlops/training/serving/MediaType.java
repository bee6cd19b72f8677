package io.mlops.training.serving;

import java.util.Locale;
import java.util.Optional;

/** The forms of requests and responses. */
enum MediaType {
    /** A row per line. */
    CSV("text/csv"),
    /** SageMaker's common data format for inference. */
    JSON("application/json");

    private final String text;

    MediaType(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static String all() {
        return CSV.text + " or " + JSON.text;
    }

    /** Reads a {@code Content-Type}; parameters do not matter. */
    static Optional<MediaType> of(String contentType) {
        String bare = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (MediaType type : values()) {
            if (type.text.equals(bare)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /**
     * Reads an {@code Accept}: the first form in it that there is; the request's own for a wildcard, or where the header
     * is absent or empty.
     */
    static Optional<MediaType> accepted(String accept, MediaType requests) {
        for (String choice : accept.split(",", -1)) {
            String bare = choice.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            Optional<MediaType> known = of(bare);
            if (known.isPresent()) {
                return known;
            }
            if (bare.isEmpty()
                    || bare.equals("*/*")
                    || bare.equals(requests.text.split("/", 2)[0] + "/*")) {
                return Optional.of(requests);
            }
        }
        return Optional.empty();
    }
}
