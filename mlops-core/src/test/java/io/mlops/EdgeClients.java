package io.mlops;

import io.mlops.aws.AwsClients;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/** Clients of which some operations are answered here, by the SDK method's name, and all are noted. */
final class EdgeClients implements InvocationHandler {
    private final AwsClients real;
    private final Map<String, Function<SdkRequest, Object>> answers;
    private final List<String> called;

    private EdgeClients(AwsClients real, Map<String, Function<SdkRequest, Object>> answers, List<String> called) {
        this.real = real;
        this.answers = answers;
        this.called = called;
    }

    static AwsClients answering(AwsClients real, Map<String, Function<SdkRequest, Object>> answers) {
        return proxy(new EdgeClients(real, answers, new ArrayList<>()));
    }

    /** Adds the name of each SDK method that is called to a list. */
    static AwsClients noting(AwsClients real, List<String> called) {
        return proxy(new EdgeClients(real, Map.of(), called));
    }

    private static AwsClients proxy(EdgeClients handler) {
        return (AwsClients)
                Proxy.newProxyInstance(AwsClients.class.getClassLoader(), new Class<?>[] {AwsClients.class}, handler);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Object client = on(real, method, arguments);
        Class<?> type = method.getReturnType();
        return !type.isInterface() || client == null
                ? client
                : Proxy.newProxyInstance(
                        AwsClients.class.getClassLoader(),
                        new Class<?>[] {type},
                        (edge, operation, given) -> call(edge, client, operation, given));
    }

    private @Nullable Object call(Object edge, Object client, Method operation, Object @Nullable [] given)
            throws Throwable {
        Function<SdkRequest, Object> answer = answers.get(operation.getName().replace("Paginator", ""));
        if (answer == null) {
            synchronized (called) {
                called.add(operation.getName());
            }
            return on(client, operation, given);
        } else if (given != null
                && given[0] instanceof SdkRequest request
                && !operation.getName().endsWith("Paginator")) {
            return answer.apply(request);
        }
        // The interface's own way from a consumer or a paginator to the call itself.
        return InvocationHandler.invokeDefault(edge, operation, given);
    }

    private static @Nullable Object on(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
