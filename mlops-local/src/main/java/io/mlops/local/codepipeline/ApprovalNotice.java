package io.mlops.local.codepipeline;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.account.Credentials.AccessKey;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.SnsClient;

/** Tells a topic that an approval is waited for (CodePipeline user guide, "JSON data format for manual approval"). */
record ApprovalNotice(ActionContext context, String token, Duration timeout) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_SUBJECT = 100;

    /** Publishes with the pipeline's role; where it may not, the action fails. */
    void publish(String topic) {
        context.session().ifPresent(session -> publish(topic, session));
    }

    private void publish(String topic, AccessKey session) {
        String subject = "APPROVAL NEEDED: AWS CodePipeline "
                + context.declaration().name() + " for action "
                + context.run().action().name();
        try {
            context.cloud()
                    .client(SnsClient.class, session.caller(), topic.split(":", -1)[3])
                    .publish(r -> r.topicArn(topic)
                            .subject(subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT)))
                            .message(message()));
        } catch (AwsServiceException e) {
            context.fail("PermissionError", "The approval could not be notified to " + topic + ": " + e.getMessage());
        }
    }

    private String message() {
        String console = "https://console.aws.amazon.com/codepipeline/home?region="
                + context.scope().region() + "#/view/" + context.declaration().name();
        Map<String, Object> approval = new LinkedHashMap<>();
        approval.put("pipelineName", context.declaration().name());
        approval.put("stageName", context.run().stage());
        approval.put("actionName", context.run().action().name());
        approval.put("token", token);
        approval.put(
                "expires",
                context.cloud()
                        .scheduler()
                        .now()
                        .plus(timeout)
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString()
                        .replace(":00Z", "Z"));
        approval.put("externalEntityLink", context.configuration().get("ExternalEntityLink"));
        approval.put(
                "approvalReviewLink",
                console + "/" + context.run().stage() + "/"
                        + context.run().action().name() + "/approve/" + token);
        approval.put("customData", context.configuration().get("CustomData"));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("region", context.scope().region());
        message.put("consoleLink", console);
        message.put("approval", approval);
        return JSON.valueToTree(message).toString();
    }
}
