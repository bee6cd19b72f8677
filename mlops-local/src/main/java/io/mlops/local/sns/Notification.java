package io.mlops.local.sns;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.local.account.Caller;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * A message on its way from a topic: to {@code sns/<topic>.jsonl} below the emulator's directory, one line each, and to
 * the functions that subscribe.
 */
final class Notification {
    private static final Logger LOG = LoggerFactory.getLogger(Notification.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Cloud cloud;
    private final Scope scope;
    private final Topic topic;
    private final ObjectNode content;

    Notification(Cloud cloud, Scope scope, Topic topic, PublishRequest request, String messageId) {
        this.cloud = cloud;
        this.scope = scope;
        this.topic = topic;
        this.content = JSON.createObjectNode()
                .put("Type", "Notification")
                .put("MessageId", messageId)
                .put("TopicArn", topic.arn())
                .put("Subject", request.subject())
                .put("Message", request.message())
                .put("Timestamp", cloud.scheduler().now().toString());
        ObjectNode attributes = content.putObject("MessageAttributes");
        request.messageAttributes().forEach((name, value) -> attributes.set(name, attribute(value)));
    }

    private static ObjectNode attribute(MessageAttributeValue value) {
        ObjectNode attribute = JSON.createObjectNode().put("Type", value.dataType());
        return value.binaryValue() == null
                ? attribute.put("Value", value.stringValue())
                : attribute.put("Value", value.binaryValue().asByteArray());
    }

    /** Sends the message; each protocol gets its own text, where there is one. */
    void send(Function<String, String> textFor) {
        write(content.deepCopy().put("Message", textFor.apply("default")));
        for (Topic.Subscription subscription : topic.subscriptions()) {
            if (!subscription.isPending()) {
                String text = textFor.apply(subscription.protocol());
                cloud.scheduler().execute(() -> invoke(subscription, text));
            }
        }
    }

    private void write(ObjectNode line) {
        Path file = cloud.settings().directory().resolve("sns").resolve(topic.name() + ".jsonl");
        synchronized (topic.subscriptions()) {
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void invoke(Topic.Subscription subscription, String text) {
        Caller caller = Caller.ofService("sns.amazonaws.com", scope.accountId(), topic.arn());
        try {
            cloud.client(LambdaClient.class, caller, scope.region())
                    .invoke(r -> r.functionName(subscription.endpoint())
                            .invocationType(InvocationType.EVENT)
                            .payload(SdkBytes.fromUtf8String(
                                    event(subscription, text).toString())));
        } catch (AwsServiceException e) {
            LOG.warn("topic {} could not invoke {}: {}", topic.name(), subscription.endpoint(), e.getMessage());
        }
    }

    private ObjectNode event(Topic.Subscription subscription, String text) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode entry = event.putArray("Records").addObject();
        entry.put("EventSource", "aws:sns").put("EventVersion", "1.0").put("EventSubscriptionArn", subscription.arn());
        entry.set("Sns", content.deepCopy().put("Message", text));
        return event;
    }
}
