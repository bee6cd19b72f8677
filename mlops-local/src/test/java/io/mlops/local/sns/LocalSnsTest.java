package io.mlops.local.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.TagLimitExceededException;

class LocalSnsTest {
    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:";

    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private SnsClient sns;
    private String topic;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
        sns = cloud.client(SnsClient.class);
        topic = sns.createTopic(r -> r.name("releases")).topicArn();
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void keepsWhatWasPublishedAsLines() {
        String id = sns.publish(r -> r.topicArn(topic)
                        .subject("Release")
                        .message("one\ntwo")
                        .messageAttributes(Map.of(
                                "kind",
                                MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue("x")
                                        .build())))
                .messageId();
        sns.publish(r -> r.topicArn(topic).messageStructure("json").message("{\"default\":\"d\",\"lambda\":\"l\"}"));

        assertThat(directory.resolve("sns/releases.jsonl"))
                .content()
                .hasLineCount(2)
                .contains(id, "\"Message\":\"one\\ntwo\"", "\"kind\":{\"Type\":\"String\",\"Value\":\"x\"}")
                .contains("\"Message\":\"d\"");
    }

    @Test
    void invokesTheFunctionsThatSubscribe() throws InterruptedException {
        String subscription = sns.subscribe(
                        r -> r.topicArn(topic).protocol("lambda").endpoint(FUNCTION + "f"))
                .subscriptionArn();

        sns.publish(r -> r.topicArn(topic).messageStructure("json").message("{\"default\":\"d\",\"lambda\":\"l\"}"));

        InvokeRequest invoked = cloud.invocations().poll(10, TimeUnit.SECONDS);
        assertThat(invoked).isNotNull();
        assertThat(invoked.functionName()).isEqualTo(FUNCTION + "f");
        assertThat(invoked.payload().asUtf8String())
                .startsWith("{\"Records\":[{\"EventSource\":\"aws:sns\",\"EventVersion\":\"1.0\",")
                .contains(subscription, "\"Message\":\"l\"", "\"TopicArn\":\"" + topic + "\"");
    }

    @Test
    void anAddressStaysUnconfirmed() {
        assertThat(sns.subscribe(r -> r.topicArn(topic).protocol("email").endpoint("team@example.com"))
                        .subscriptionArn())
                .isEqualTo("pending confirmation");

        assertThat(sns.getTopicAttributes(r -> r.topicArn(topic)).attributes())
                .containsEntry("SubscriptionsPending", "1")
                .containsEntry("SubscriptionsConfirmed", "0");
    }

    @Test
    void makesATopicOnce() {
        assertThat(sns.createTopic(r -> r.name("releases")).topicArn()).isEqualTo(topic);
        refused(
                "Topic already exists with different attributes",
                () -> sns.createTopic(r -> r.name("releases").attributes(Map.of("DisplayName", "other"))));
        refused("FIFO topics are not honoured", () -> sns.createTopic(r -> r.name("releases.fifo")));
        refused("Topic Name", () -> sns.createTopic(r -> r.name("no name")));
        refused(
                "TracingConfig is not honoured",
                () -> sns.createTopic(r -> r.name("other").attributes(Map.of("TracingConfig", "Active"))));
        assertThatThrownBy(() -> sns.createTopic(r -> r.name("other")
                        .tags(IntStream.range(0, 51)
                                .mapToObj(i ->
                                        Tag.builder().key("k" + i).value("v").build())
                                .toList())))
                .isInstanceOf(TagLimitExceededException.class);
    }

    @Test
    void refusesWhatSnsRefuses() {
        refused("Message too long", () -> sns.publish(r -> r.topicArn(topic).message("x".repeat(262_145))));
        refused("Empty message", () -> sns.publish(r -> r.topicArn(topic).message("")));
        refused("Subject", () -> sns.publish(r -> r.topicArn(topic).message("x").subject("a\nb")));
        refused(
                "failed to parse",
                () -> sns.publish(r -> r.topicArn(topic).message("{").messageStructure("json")));
        refused("no value for required parameter", () -> sns.publish(r -> r.message("x")));
        refused("PhoneNumber Reason", () -> sns.publish(r -> r.phoneNumber("+1").message("x")));
        refused(
                "Email address",
                () -> sns.subscribe(r -> r.topicArn(topic).protocol("email").endpoint("team")));
        refused(
                "Lambda endpoint ARN",
                () -> sns.subscribe(r -> r.topicArn(topic).protocol("lambda").endpoint("f")));
        refused(
                "does not support this protocol string: pigeon",
                () -> sns.subscribe(r -> r.topicArn(topic).protocol("pigeon").endpoint("f")));
        refused(
                "FilterPolicy is not honoured",
                () -> sns.subscribe(r -> r.topicArn(topic)
                        .protocol("lambda")
                        .endpoint(FUNCTION + "f")
                        .attributes(Map.of("FilterPolicy", "{}"))));
    }

    private static void refused(String message, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining(message);
    }
}
