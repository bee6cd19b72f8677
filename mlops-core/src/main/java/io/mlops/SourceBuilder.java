package io.mlops;

import io.mlops.spec.ConnectionSource;
import io.mlops.spec.S3Source;
import io.mlops.spec.Source;
import io.mlops.spec.Trigger;
import io.mlops.spec.Trigger.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Describes where the team's source comes from: a zip in the pipeline's bucket, or a repository. */
public final class SourceBuilder {
    private String key = "";
    private boolean startsOnChange = true;
    private String connection = "";
    private String repository = "";
    private String branch = "";
    private boolean fullClone;
    private final List<Trigger> triggers = new ArrayList<>();

    SourceBuilder() {}

    SourceBuilder(Source source) {
        if (source instanceof S3Source s3) {
            key = s3.key();
            startsOnChange = s3.startsOnChange();
        } else if (source instanceof ConnectionSource other) {
            connection(other.connectionArn(), other.repository(), other.branch());
            fullClone = other.fullClone();
            triggers.addAll(other.triggers());
        }
    }

    /**
     * Takes a zip in the pipeline's own bucket. A new version starts an execution, by an EventBridge rule.
     *
     * @param key 1 to 1000 characters, ending in {@code .zip}
     * @return this builder
     */
    public SourceBuilder s3(String key) {
        this.key = Objects.requireNonNull(key, "key");
        this.connection = "";
        return this;
    }

    /**
     * Chooses whether a new version of the zip starts an execution.
     *
     * @param starts true by default
     * @return this builder
     */
    public SourceBuilder startsOnChange(boolean starts) {
        this.startsOnChange = starts;
        return this;
    }

    /**
     * Takes a repository at GitHub, GitLab or Bitbucket. Each push to the branch starts an execution, unless triggers say
     * otherwise.
     *
     * @param connectionArn the ARN of a code connection that was confirmed in the console
     * @param repository as {@code owner/name}
     * @param branch as {@code main}
     * @return this builder
     */
    public SourceBuilder connection(String connectionArn, String repository, String branch) {
        this.connection = Objects.requireNonNull(connectionArn, "connectionArn");
        this.repository = Objects.requireNonNull(repository, "repository");
        this.branch = Objects.requireNonNull(branch, "branch");
        return this;
    }

    /**
     * Gives builds the repository's history rather than a zip of the commit.
     *
     * @return this builder
     */
    public SourceBuilder fullClone() {
        this.fullClone = true;
        return this;
    }

    /**
     * Starts an execution for pushes to some branches.
     *
     * @param includes at most 8 patterns, as {@code release-*}
     * @return this builder
     */
    public SourceBuilder onBranches(String... includes) {
        return on(new Trigger(new Filter(List.of(includes), List.of()), Filter.NONE, Filter.NONE));
    }

    /**
     * Starts an execution for pushes of some tags.
     *
     * @param includes at most 8 patterns, as {@code v*}
     * @return this builder
     */
    public SourceBuilder onTags(String... includes) {
        return on(new Trigger(Filter.NONE, new Filter(List.of(includes), List.of()), Filter.NONE));
    }

    /**
     * Starts an execution for pushes that a trigger describes.
     *
     * @param trigger branches and paths, or tags; at most 3 triggers in all
     * @return this builder
     */
    public SourceBuilder on(Trigger trigger) {
        triggers.add(Objects.requireNonNull(trigger, "trigger"));
        return this;
    }

    Source build() {
        return connection.isEmpty()
                ? new S3Source(key, startsOnChange)
                : new ConnectionSource(connection, repository, branch, fullClone, triggers);
    }
}
