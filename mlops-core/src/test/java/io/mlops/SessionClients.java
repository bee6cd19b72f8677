package io.mlops;

import io.mlops.aws.AwsClients;
import io.mlops.local.LocalAws;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Clients that call as a session of a role. */
public final class SessionClients implements InvocationHandler {
    private final LocalAws local;
    private final AwsCredentialsProvider session;
    private final Map<Class<?>, Object> clients = new ConcurrentHashMap<>();

    private SessionClients(LocalAws local, AwsCredentialsProvider session) {
        this.local = local;
        this.session = session;
    }

    public static AwsClients of(LocalAws local, String role) {
        try (StsClient sts = local.client(StsClient.class)) {
            Credentials session = sts.assumeRole(r -> r.roleArn("arn:aws:iam::" + local.accountId() + ":role/" + role)
                            .roleSessionName("person"))
                    .credentials();
            return (AwsClients) Proxy.newProxyInstance(
                    AwsClients.class.getClassLoader(),
                    new Class<?>[] {AwsClients.class},
                    new SessionClients(
                            local,
                            StaticCredentialsProvider.create(AwsSessionCredentials.create(
                                    session.accessKeyId(), session.secretAccessKey(), session.sessionToken()))));
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "region" -> local.region();
            case "pollInterval" -> Duration.ofMillis(50);
            default -> clients.computeIfAbsent(method.getReturnType(), this::client);
        };
    }

    private Object client(Class<?> type) {
        try {
            AwsClientBuilder<?, ?> builder =
                    (AwsClientBuilder<?, ?>) type.getMethod("builder").invoke(null);
            builder.region(Region.of(local.region()));
            builder.credentialsProvider(session);
            builder.endpointOverride(local.endpoint());
            return builder.build();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
