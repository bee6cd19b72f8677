package io.mlops.local.iam.policy;

import java.util.Optional;

/**
 * Who asks.
 *
 * @param kind what the principal is
 * @param accountId its account, 12 digits; for a service, the account that it acts for
 * @param name a user's, root's or role session's ARN; a service's name; a federated provider's ARN or name
 * @param id its unique id, as {@code AROA…:session}; empty for services and providers
 * @param roleArn the role that a role session is of
 */
public record Principal(Kind kind, String accountId, String name, String id, Optional<String> roleArn) {
    /** What a principal is. */
    public enum Kind {
        /** The account's root user, whom identity policies do not limit. */
        ROOT,
        /** A user. */
        USER,
        /** A role's session. */
        ROLE_SESSION,
        /** A service, for which only policies of resources count. */
        SERVICE,
        /** An identity provider, as trust policies name them. */
        FEDERATED
    }

    /**
     * Makes a root user, a user or a role session.
     *
     * @param arn its ARN
     * @param id its unique id
     * @param roleArn the role's ARN, for a role session
     * @return the principal
     */
    public static Principal aws(String arn, String id, Optional<String> roleArn) {
        Kind kind = roleArn.isPresent() ? Kind.ROLE_SESSION : arn.endsWith(":root") ? Kind.ROOT : Kind.USER;
        return new Principal(kind, accountOf(arn), arn, id, roleArn);
    }

    /**
     * Makes a service.
     *
     * @param name as {@code codebuild.amazonaws.com}
     * @param accountId the account that it acts for
     * @return the principal
     */
    public static Principal service(String name, String accountId) {
        return new Principal(Kind.SERVICE, accountId, name, "", Optional.empty());
    }

    static String accountOf(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length < 6 ? "" : parts[4];
    }

    /** What lets in without an identity policy: services and providers have none. */
    boolean hasIdentityPolicies() {
        return kind != Kind.SERVICE && kind != Kind.FEDERATED;
    }
}
