package io.mlops;

import io.mlops.spec.ApprovalStage;
import java.time.Duration;
import java.util.Objects;

/** Describes a stage that waits for a person. By default nobody is told, and it waits for seven days. */
public final class ApprovalBuilder {
    private String topicArn = "";
    private String customData = "";
    private String externalLink = "";
    private Duration timeout = Duration.ofDays(7);

    ApprovalBuilder() {}

    /**
     * Tells an SNS topic that someone is waited for.
     *
     * @param topicArn the topic's ARN
     * @return this builder
     */
    public ApprovalBuilder notify(String topicArn) {
        this.topicArn = Objects.requireNonNull(topicArn, "topicArn");
        return this;
    }

    /**
     * Tells the approver something.
     *
     * @param text at most 1000 characters; variables as {@code #{variables.model}} are filled in
     * @return this builder
     */
    public ApprovalBuilder customData(String text) {
        this.customData = Objects.requireNonNull(text, "text");
        return this;
    }

    /**
     * Gives the address of what is reviewed.
     *
     * @param url at most 1000 characters
     * @return this builder
     */
    public ApprovalBuilder externalLink(String url) {
        this.externalLink = Objects.requireNonNull(url, "url");
        return this;
    }

    /**
     * Bounds the wait.
     *
     * @param timeout 5 minutes to 60 days; 7 days by default
     * @return this builder
     */
    public ApprovalBuilder timeout(Duration timeout) {
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    ApprovalStage build(String stage) {
        return new ApprovalStage(stage, topicArn, customData, externalLink, timeout);
    }
}
