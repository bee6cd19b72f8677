package io.mlops.local.call;

import io.mlops.local.account.Caller;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/** An SDK client whose calls go down the chain without a wire. */
final class InsideClient implements InvocationHandler {
    private final Cloud cloud;
    private final Service<?> service;
    private final Caller caller;
    private final String region;

    private InsideClient(Cloud cloud, Service<?> service, Caller caller, String region) {
        this.cloud = cloud;
        this.service = service;
        this.caller = caller;
        this.region = region;
    }

    static <C> C of(Cloud cloud, Class<C> type, Caller caller, String region) {
        InsideClient handler = new InsideClient(cloud, cloud.services().serviceOf(type), caller, region);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments == null
                || !(arguments[0] instanceof SdkRequest)
                || method.getName().endsWith("Paginator")) {
            return method.isDefault() ? InvocationHandler.invokeDefault(proxy, method, arguments) : ownMethod(method);
        }
        SdkRequest input = (SdkRequest) arguments[0];
        String name = input.getClass().getSimpleName();
        Operation operation = cloud.services()
                .operation(service.name(), name.substring(0, name.length() - "Request".length()))
                .orElseThrow();
        Call call = new Call(caller, region, cloud.ids().uuid(), cloud, true, Map.of());
        return cloud.chain()
                .invoke(
                        call,
                        operation,
                        Input.of(input),
                        serving -> Invocations.invoke(
                                service.serving().apply(serving),
                                serverMethod(operation, arguments.length),
                                arguments));
    }

    private static Method serverMethod(Operation operation, int arguments) {
        Method method = operation
                .method()
                .orElseThrow(() -> new UnsupportedOperationException(operation.name() + " is not served here"));
        if (method.getParameterCount() != arguments) {
            throw new UnsupportedOperationException(operation.name() + " is served with other streams");
        }
        return method;
    }

    private @Nullable Object ownMethod(Method method) {
        return switch (method.getName()) {
            case "serviceName" -> service.name();
            case "toString" -> service.name() + " called by " + caller.arn();
            case "hashCode" -> System.identityHashCode(this);
            case "close" -> null;
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }
}
