package io.mlops.spec;

/**
 * An image that AWS publishes in each region, looked up in the table {@code aws-images.txt}.
 *
 * @param framework which
 * @param version a version that AWS publishes, as {@code 1.2-1}
 */
public record AwsImage(Framework framework, String version) implements Image {
    /** The images that the table knows. */
    public enum Framework {
        /** The scikit-learn framework image; trains and serves the team's script. */
        SCIKIT_LEARN,
        /** The built-in XGBoost algorithm. */
        XGBOOST
    }

    @Override
    public String uri(Account account) {
        return AwsImages.TABLE.uri(this, account);
    }
}
