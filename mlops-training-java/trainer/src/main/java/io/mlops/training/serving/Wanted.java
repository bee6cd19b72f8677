package io.mlops.training.serving;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a client wants to have.
 *
 * @param type the form
 * @param content what is told of each row
 */
record Wanted(MediaType type, Content content) {
    /** What is told of each row: {@code output=} in an {@code Accept}. */
    enum Content {
        /** Where nothing is said: the score, and in JSON the label beside it. */
        USUAL,
        LABEL,
        SCORE,
        PROBABILITIES,
        CONTRIBUTIONS
    }

    static String accepted() {
        String outputs = Arrays.stream(Content.values())
                .skip(1)
                .map(content -> content.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return MediaType.all() + ", each with ;output= one of " + outputs + " if wanted";
    }

    /**
     * Reads an {@code Accept}: the first form in it that there is; the request's own for a wildcard, or where the header is
     * absent or empty. Nothing, if there is none.
     */
    static Optional<Wanted> of(String accept, MediaType requests) {
        for (String choice : accept.split(",", -1)) {
            String bare = choice.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            boolean any = bare.isEmpty()
                    || bare.equals("*/*")
                    || bare.equals(requests.text().split("/", 2)[0] + "/*");
            Optional<MediaType> type = any ? Optional.of(requests) : MediaType.of(bare);
            Optional<Content> content = content(choice);
            if (type.isPresent() && content.isPresent()) {
                return Optional.of(new Wanted(type.get(), content.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Content> content(String choice) {
        for (String parameter : choice.split(";", -1)) {
            String[] parts = parameter.strip().split("=", 2);
            if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("output")) {
                String name = parts[1].strip().replace("\"", "").toUpperCase(Locale.ROOT);
                return Arrays.stream(Content.values())
                        .filter(content ->
                                content != Content.USUAL && content.name().equals(name))
                        .findFirst();
            }
        }
        return Optional.of(Content.USUAL);
    }
}
