package io.mlops.spec;

import java.time.Duration;

/**
 * A stage that waits for a person. While one waits, a newer execution takes its place (SUPERSEDED).
 *
 * @param name at most 40 lower-case letters, digits and single dashes
 * @param topicArn the SNS topic that is told; empty for none
 * @param customData what the approver reads, at most 1000 characters; empty for nothing
 * @param externalLink the address of what is reviewed; empty for none
 * @param timeout 5 minutes to 60 days; 7 days is CodePipeline's own default
 */
public record ApprovalStage(String name, String topicArn, String customData, String externalLink, Duration timeout)
        implements Stage {
    /** The stage's one action. */
    public static final String ACTION = "Approve";

    @Override
    public String stageName() {
        return "Approve-" + name;
    }
}
