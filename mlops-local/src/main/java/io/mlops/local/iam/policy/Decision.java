package io.mlops.local.iam.policy;

import java.util.Optional;

/**
 * What policies say.
 *
 * @param isAllowed whether the request may go on
 * @param source the kind of policy that decided; where nothing allows, the kind that should have
 * @param deciding the statement that decided, where one did; the root user needs none
 */
public record Decision(boolean isAllowed, Source source, Optional<Deciding> deciding) {
    /** A kind of policy. */
    public enum Source {
        /** The principal's own. */
        IDENTITY("identity-based policy", "an identity-based policy"),
        /** The resource's own. */
        RESOURCE("resource-based policy", "a resource-based policy"),
        /** The permissions boundary. */
        BOUNDARY("permissions boundary", "a permissions boundary"),
        /** A session policy. */
        SESSION("session policy", "a session policy");

        private final String name;
        private final String named;

        Source(String name, String named) {
            this.name = name;
            this.named = named;
        }
    }

    /**
     * A statement that decided.
     *
     * @param policy its policy's name
     * @param statement the statement
     */
    public record Deciding(String policy, Statement statement) {
        /**
         * Names the statement.
         *
         * @return policy and statement, as {@code inline/ReadModel}
         */
        @Override
        public String toString() {
            return policy + "/" + statement.name();
        }
    }

    /**
     * Gives the reason of a denial, as AWS's messages end (IAM user guide, "Troubleshoot access denied error messages").
     *
     * @param action the action
     * @return as {@code because no identity-based policy allows the s3:GetObject action}
     */
    public String reason(String action) {
        return deciding.isPresent()
                ? "with an explicit deny in " + source.named
                : "because no " + source.name + " allows the " + action + " action";
    }
}
