package io.mlops;

import io.mlops.aws.AwsClients;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Clients of a process that dies at one of its calls: that call and all that follow do nothing and do not come back. */
final class MortalClients implements InvocationHandler {
    private final AwsClients real;
    private final AtomicInteger left;

    private MortalClients(AwsClients real, int calls) {
        this.real = real;
        this.left = new AtomicInteger(calls);
    }

    static AwsClients dyingAt(AwsClients real, int call) {
        return (AwsClients) Proxy.newProxyInstance(
                AwsClients.class.getClassLoader(), new Class<?>[] {AwsClients.class}, new MortalClients(real, call));
    }

    static boolean isDead(AwsClients clients) {
        return ((MortalClients) Proxy.getInvocationHandler(clients)).left.get() <= 0;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Object client = on(real, method, arguments);
        Class<?> type = method.getReturnType();
        if (!type.isInterface() || client == null) {
            return client;
        }
        return Proxy.newProxyInstance(
                AwsClients.class.getClassLoader(),
                new Class<?>[] {type},
                (mortal, operation, given) -> call(client, operation, given));
    }

    private @Nullable Object call(Object client, Method operation, Object @Nullable [] arguments) throws Throwable {
        if (left.decrementAndGet() <= 0) {
            throw new Killed();
        }
        return on(client, operation, arguments);
    }

    private static @Nullable Object on(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What a killed process would not live to see. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
