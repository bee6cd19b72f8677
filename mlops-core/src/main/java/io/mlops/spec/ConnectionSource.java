package io.mlops.spec;

import java.util.List;

/**
 * A repository at GitHub, GitLab or Bitbucket, through a code connection ({@code CodeStarSourceConnection}).
 *
 * @param connectionArn the connection's ARN
 * @param repository as {@code owner/name}
 * @param branch the branch that an execution takes where no trigger says another
 * @param fullClone whether the build gets the whole history rather than a zip of the commit
 * @param triggers what starts an execution; where there are none, each push to the branch does
 */
public record ConnectionSource(
        String connectionArn, String repository, String branch, boolean fullClone, List<Trigger> triggers)
        implements Source {
    /** Copies the triggers. */
    public ConnectionSource {
        triggers = List.copyOf(triggers);
    }
}
