package io.mlops.spec;

/** A container image: one that the team names, or one of AWS's own, whose address differs by region. */
public sealed interface Image permits ImageUri, AwsImage {
    /**
     * Gives the image's address.
     *
     * @param account the account and region that it is pulled from
     * @return the URI
     * @throws UnknownImageException if AWS publishes no such image in that region, as far as the table knows
     */
    String uri(Account account);
}
