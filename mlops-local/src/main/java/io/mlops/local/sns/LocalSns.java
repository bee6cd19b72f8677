package io.mlops.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlops.local.call.Call;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.*;

/** SNS, with standard topics alone. */
public final class LocalSns implements SnsClient {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final Pattern ATTRIBUTE_TYPE = Pattern.compile("(Binary|Number|String)(\\..+)?");
    private static final Set<String> ATTRIBUTES = Set.of("DisplayName", "KmsMasterKeyId", "Policy");
    private static final Set<String> UNHONOURED = Set.of("application", "firehose", "http", "https", "sms", "sqs");
    private static final int LARGEST_MESSAGE = 256 * 1024;
    private static final int MOST_TAGS = 50;

    private final Call call;
    private final Topics topics;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalSns(Call call) {
        this.call = call;
        this.topics = Topics.of(call.cloud(), call.scope());
    }

    @Override
    public CreateTopicResponse createTopic(CreateTopicRequest request) {
        if (request.name().endsWith(".fifo") || request.attributes().containsKey("FifoTopic")) {
            throw invalid("FifoTopic Reason: FIFO topics are not honoured by this emulator");
        } else if (!NAME.matcher(request.name()).matches()) {
            throw invalid("Topic Name");
        } else if (request.dataProtectionPolicy() != null) {
            throw invalid("DataProtectionPolicy Reason: it is not honoured by this emulator, leave it out");
        }
        requireHonoured(request.attributes().keySet(), ATTRIBUTES);
        Map<String, String> tags = request.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
        if (tags.size() > MOST_TAGS) {
            throw TagLimitExceededException.builder()
                    .message("Could not complete request: tag quota of per resource exceeded")
                    .build();
        }
        String arn = call.scope().arn("sns", request.name());
        Topic made = new Topic(arn, request.attributes(), tags, List.of());
        Topic present = topics.byArn().putIfAbsent(arn, made);
        if (present != null
                && !present.attributes()
                        .entrySet()
                        .containsAll(made.attributes().entrySet())) {
            throw invalid("Attributes Reason: Topic already exists with different attributes");
        } else if (present != null && !tags.isEmpty() && !present.tags().equals(tags)) {
            throw invalid("Tags Reason: Topic already exists with different tags");
        }
        return CreateTopicResponse.builder().topicArn(arn).build();
    }

    private static void requireHonoured(Set<String> given, Set<String> honoured) {
        given.stream().filter(name -> !honoured.contains(name)).findFirst().ifPresent(name -> {
            throw invalid("Attributes Reason: " + name + " is not honoured by this emulator, leave it out");
        });
    }

    @Override
    public GetTopicAttributesResponse getTopicAttributes(GetTopicAttributesRequest request) {
        Topic topic = find(request.topicArn());
        Map<String, String> attributes = new HashMap<>(topic.attributes());
        attributes.putIfAbsent("DisplayName", "");
        attributes.put("Policy", Topics.policy(call, topic.arn()));
        attributes.put("Owner", call.caller().accountId());
        attributes.put("TopicArn", topic.arn());
        attributes.put("SubscriptionsPending", String.valueOf(topic.pending()));
        attributes.put(
                "SubscriptionsConfirmed", String.valueOf(topic.subscriptions().size() - topic.pending()));
        attributes.put("SubscriptionsDeleted", "0");
        return GetTopicAttributesResponse.builder().attributes(attributes).build();
    }

    @Override
    public DeleteTopicResponse deleteTopic(DeleteTopicRequest request) {
        requireArn(request.topicArn());
        topics.byArn().remove(request.topicArn());
        return DeleteTopicResponse.builder().build();
    }

    @Override
    public SubscribeResponse subscribe(SubscribeRequest request) {
        Topic topic = find(request.topicArn());
        requireHonoured(request.attributes().keySet(), Set.of());
        String protocol = request.protocol();
        String endpoint = Optional.ofNullable(request.endpoint()).orElse("");
        if (UNHONOURED.contains(protocol)) {
            throw invalid("Protocol Reason: " + protocol + " is not honoured by this emulator: lambda and email are");
        } else if (protocol.equals("lambda")) {
            requireFunction(endpoint);
        } else if (!protocol.startsWith("email")) {
            throw invalid("Amazon SNS does not support this protocol string: " + protocol);
        } else if (!endpoint.contains("@")) {
            throw invalid("Email address");
        }
        Topic.Subscription subscription = subscription(topic, protocol, endpoint);
        boolean named = !subscription.isPending() || Boolean.TRUE.equals(request.returnSubscriptionArn());
        return SubscribeResponse.builder()
                .subscriptionArn(named ? subscription.arn() : "pending confirmation")
                .build();
    }

    private Topic.Subscription subscription(Topic topic, String protocol, String endpoint) {
        Optional<Topic.Subscription> present = topic.subscriptions().stream()
                .filter(each ->
                        each.protocol().equals(protocol) && each.endpoint().equals(endpoint))
                .findFirst();
        return present.orElseGet(() -> {
            Topic.Subscription made = new Topic.Subscription(
                    topic.arn() + ":" + call.cloud().ids().uuid(), protocol, endpoint);
            topic.subscriptions().add(made);
            return made;
        });
    }

    private static void requireFunction(String endpoint) {
        if (!endpoint.matches("arn:[^:]+:lambda:[^:]+:\\d{12}:function:.+")) {
            throw invalid("Lambda endpoint ARN");
        }
    }

    @Override
    public PublishResponse publish(PublishRequest request) {
        if (request.phoneNumber() != null || request.targetArn() != null) {
            throw invalid("TargetArn and PhoneNumber Reason: they are not honoured by this emulator, give TopicArn");
        } else if (request.topicArn() == null) {
            throw invalid("TopicArn or TargetArn Reason: no value for required parameter");
        }
        Topic topic = find(request.topicArn());
        check(request);
        Function<String, String> textFor = texts(request);
        String id = call.cloud().ids().uuid();
        new Notification(call.cloud(), call.scope(), topic, request, id).send(textFor);
        return PublishResponse.builder().messageId(id).build();
    }

    private static void check(PublishRequest request) {
        if (request.message().isEmpty()) {
            throw invalid("Empty message");
        } else if (request.message().getBytes(StandardCharsets.UTF_8).length > LARGEST_MESSAGE) {
            throw invalid("Message too long");
        } else if (request.subject() != null && !request.subject().matches("[ -~]{1,100}")) {
            throw invalid("Subject");
        } else if (request.messageGroupId() != null || request.messageDeduplicationId() != null) {
            throw invalid("MessageDeduplicationId, MessageGroupId Reason: The request includes a parameter that is not"
                    + " valid for this topic type");
        }
        request.messageAttributes().forEach((name, value) -> {
            boolean typed = value.dataType() != null
                    && ATTRIBUTE_TYPE.matcher(value.dataType()).matches();
            if (!typed) {
                throw InvalidParameterValueException.builder()
                        .message("The message attribute '" + name + "' has an invalid message attribute type, the set"
                                + " of supported type prefixes is Binary, Number, and String.")
                        .build();
            }
        });
    }

    /** The text for each protocol: with the structure {@code json}, its own or the default one. */
    private static Function<String, String> texts(PublishRequest request) {
        if (request.messageStructure() == null) {
            return protocol -> request.message();
        } else if (!request.messageStructure().equals("json")) {
            throw invalid("MessageStructure Reason: it must be json");
        }
        try {
            JsonNode texts = JSON.readTree(request.message());
            if (!texts.path("default").isTextual()) {
                throw invalid("Message Structure - No default entry in JSON message body");
            }
            return protocol -> texts.path(protocol).asText(texts.get("default").asText());
        } catch (JsonProcessingException e) {
            throw invalid("Message Structure - JSON message body failed to parse");
        }
    }

    private Topic find(@Nullable String arn) {
        requireArn(arn);
        Topic topic = topics.byArn().get(String.valueOf(arn));
        if (topic == null) {
            throw NotFoundException.builder().message("Topic does not exist").build();
        }
        return topic;
    }

    private static void requireArn(@Nullable String arn) {
        int elements = String.valueOf(arn).split(":", -1).length;
        if (elements < 6) {
            throw invalid("TopicArn Reason: An ARN must have at least 6 elements, not " + elements);
        }
    }

    private static InvalidParameterException invalid(String what) {
        return InvalidParameterException.builder()
                .message("Invalid parameter: " + what)
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
