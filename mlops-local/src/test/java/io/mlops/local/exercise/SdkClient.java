package io.mlops.local.exercise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.local.LocalAws;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.utils.builder.Buildable;

/** The AWS SDK for Java. */
final class SdkClient implements Client {
    private final LocalAws aws;
    private final Map<String, Class<?>> interfaces;
    private final SdkShapes shapes;
    private final Map<String, software.amazon.awssdk.core.SdkClient> clients = new HashMap<>();

    /** Makes the client, of the interfaces by botocore's names of their services. */
    SdkClient(LocalAws aws, Map<String, Class<?>> interfaces, Path files) {
        this.aws = aws;
        this.interfaces = interfaces;
        this.shapes = new SdkShapes(files);
    }

    @Override
    public Answer call(Key key, String service, String operation, JsonNode input) {
        software.amazon.awssdk.core.SdkClient client =
                clients.computeIfAbsent(service + " " + key.id(), any -> client(service, key));
        ObjectNode members = input.isObject() ? input.deepCopy() : JsonNodeFactory.instance.objectNode();
        try {
            Method method = method(interfaces.get(service), operation);
            Object[] arguments = new Object[method.getParameterCount()];
            for (int i = 1; i < arguments.length; i++) {
                arguments[i] = method.getParameterTypes()[i] == RequestBody.class
                        ? RequestBody.fromBytes(shapes.bytes(Optional.ofNullable(members.remove("Body"))
                                .orElse(JsonNodeFactory.instance.textNode(""))))
                        : ResponseTransformer.toBytes();
            }
            SdkPojo builder =
                    (SdkPojo) method.getParameterTypes()[0].getMethod("builder").invoke(null);
            shapes.read(members, builder);
            arguments[0] = ((Buildable) builder).build();
            return new Answer(output(method.invoke(client, arguments)), Optional.empty(), "");
        } catch (InvocationTargetException e) {
            return refusal(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(operation, e);
        }
    }

    private static JsonNode output(Object answer) {
        if (answer instanceof ResponseBytes<?> bytes) {
            ObjectNode output = SdkShapes.write((SdkPojo) bytes.response());
            return output.put("Body", bytes.asUtf8String());
        }
        return SdkShapes.write((SdkPojo) answer);
    }

    private static Answer refusal(Throwable thrown) {
        if (!(thrown instanceof AwsServiceException error)) {
            throw new IllegalStateException(thrown);
        }
        String code = Optional.ofNullable(error.awsErrorDetails().errorCode())
                .filter(text -> !text.isEmpty())
                .orElse(String.valueOf(error.statusCode()));
        String message = String.valueOf(error.awsErrorDetails().errorMessage());
        return new Answer(JsonNodeFactory.instance.missingNode(), Optional.of(code), message);
    }

    /** The interface's method of the operation that takes the request itself; with the fewest streams. */
    private static Method method(Class<?> type, String operation) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() > 0
                        && SdkRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                        && method.getParameterTypes()[0].getSimpleName().equals(operation + "Request")
                        && !method.getName().endsWith("Paginator"))
                .filter(method -> Arrays.stream(method.getParameterTypes())
                        .skip(1)
                        .allMatch(stream -> stream == RequestBody.class || stream == ResponseTransformer.class))
                .max(Comparator.comparing(Method::getParameterCount))
                .orElseThrow(() -> new IllegalArgumentException(type + " has no " + operation));
    }

    private software.amazon.awssdk.core.SdkClient client(String service, Key key) {
        AwsCredentials credentials = key.token().isEmpty()
                ? AwsBasicCredentials.create(key.id(), key.secret())
                : AwsSessionCredentials.create(key.id(), key.secret(), key.token());
        try {
            AwsSyncClientBuilder<?, ?> builder = (AwsSyncClientBuilder<?, ?>)
                    interfaces.get(service).getMethod("builder").invoke(null);
            builder.httpClientBuilder(UrlConnectionHttpClient.builder());
            software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<?, ?> common =
                    (software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<?, ?>) builder;
            common.endpointOverride(aws.endpoint())
                    .region(Region.of(aws.region()))
                    .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                    .credentialsProvider(StaticCredentialsProvider.create(credentials));
            return (software.amazon.awssdk.core.SdkClient) common.build();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(software.amazon.awssdk.core.SdkClient::close);
    }
}
