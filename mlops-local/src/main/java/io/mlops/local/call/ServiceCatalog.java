package io.mlops.local.call;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/** Every service and operation: what the SDK's interfaces declare, and what of it is served here. */
public final class ServiceCatalog {
    private final Map<String, Service<?>> services = new LinkedHashMap<>();
    private final Map<String, Map<String, Operation>> operations = new LinkedHashMap<>();

    /**
     * Makes the catalog.
     *
     * @param all every service
     */
    public ServiceCatalog(List<Service<?>> all) {
        for (Service<?> service : all) {
            services.put(service.name(), service);
            operations.put(service.name(), operationsOf(service));
        }
    }

    /**
     * Lists the services.
     *
     * @return all of them
     */
    public List<Service<?>> services() {
        return List.copyOf(services.values());
    }

    /**
     * Finds an operation.
     *
     * @param service botocore's name of the service
     * @param name AWS's name of the operation
     * @return the operation, or empty where AWS has none of that name
     */
    public Optional<Operation> operation(String service, String name) {
        return Optional.ofNullable(operations.getOrDefault(service, Map.of()).get(name));
    }

    /**
     * Finds the service that implements a client interface.
     *
     * @param client the SDK's client interface
     * @param <C> the interface
     * @return the service
     * @throws IllegalArgumentException if there is none
     */
    public <C> Service<?> serviceOf(Class<C> client) {
        return services.values().stream()
                .filter(service -> service.client() == client)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service implements " + client.getName()));
    }

    private static Map<String, Operation> operationsOf(Service<?> service) {
        Map<String, Operation> operations = new TreeMap<>();
        for (Method declared : service.client().getMethods()) {
            Class<? extends SdkRequest> input = inputOf(declared);
            if (input != null) {
                String name = nameOf(input);
                operations.putIfAbsent(
                        name, new Operation(service, name, input, served(service.implementation(), input)));
            }
        }
        return operations;
    }

    private static @Nullable Class<? extends SdkRequest> inputOf(Method method) {
        return method.getParameterCount() > 0
                        && SdkRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                        && !method.getName().endsWith("Paginator")
                ? method.getParameterTypes()[0].asSubclass(SdkRequest.class)
                : null;
    }

    /** The implementation's own method for the request; the one with the most streams where there are several. */
    private static Optional<Method> served(Class<?> implementation, Class<?> input) {
        return Arrays.stream(implementation.getDeclaredMethods())
                .filter(method -> !method.isBridge()
                        && !method.isSynthetic()
                        && Modifier.isPublic(method.getModifiers())
                        && method.getParameterCount() > 0
                        && method.getParameterTypes()[0] == input)
                .max(Comparator.comparing(Method::getParameterCount));
    }

    private static String nameOf(Class<?> input) {
        String name = input.getSimpleName();
        return name.substring(0, name.length() - "Request".length());
    }
}
