package io.mlops.spec;

/**
 * An image that the team names.
 *
 * @param uri at most 255 characters
 */
public record ImageUri(String uri) implements Image {
    @Override
    public String uri(Account account) {
        return uri;
    }
}
