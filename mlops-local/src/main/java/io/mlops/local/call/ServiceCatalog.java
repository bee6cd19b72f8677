package io.mlops.local.call;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;

/**
 * Every service and operation: what the SDK's interfaces declare, and what of it is served here. An operation's classes are
 * loaded when it is first asked for, since the SDK has thousands.
 */
public final class ServiceCatalog {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,128}");
    private static final String REQUEST = "Request";

    private final Map<String, Service<?>> services = new LinkedHashMap<>();
    private final Map<Key, Operation> operations = new ConcurrentHashMap<>();

    private record Key(String service, String operation) {}

    /**
     * Makes the catalog.
     *
     * @param all every service
     */
    public ServiceCatalog(List<Service<?>> all) {
        all.forEach(service -> services.put(service.name(), service));
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
        Key key = new Key(service, name);
        Optional<Operation> known = Optional.ofNullable(operations.get(key));
        return known.isPresent() ? known : found(key);
    }

    private Optional<Operation> found(Key key) {
        Optional<Operation> found = Optional.ofNullable(services.get(key.service()))
                .flatMap(service -> inputOf(service, key.operation()).map(input -> operation(service, input)));
        found.ifPresent(operation -> operations.put(key, operation));
        return found;
    }

    /** The SDK names an operation's input class after it, beside the client's package. */
    private static Optional<Class<? extends SdkRequest>> inputOf(Service<?> service, String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try {
            ClassLoader loader = service.client().getClassLoader();
            Class<?> input =
                    Class.forName(service.client().getPackageName() + ".model." + name + REQUEST, false, loader);
            return SdkRequest.class.isAssignableFrom(input)
                    ? Optional.of(input.asSubclass(SdkRequest.class))
                    : Optional.empty();
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            // A name in another case is no class either, which a file system that ignores case tells by an error.
            return Optional.empty();
        }
    }

    private static Operation operation(Service<?> service, Class<? extends SdkRequest> input) {
        String name = input.getSimpleName();
        return new Operation(
                service,
                name.substring(0, name.length() - REQUEST.length()),
                input,
                methods(service.implementation())
                        .filter(method -> method.getParameterTypes()[0] == input)
                        .max(Comparator.comparing(Method::getParameterCount)));
    }

    /** The implementation's own methods for requests; there are several of one that has streams. */
    private static Stream<Method> methods(Class<?> implementation) {
        return Arrays.stream(implementation.getDeclaredMethods())
                .filter(method -> !method.isBridge()
                        && !method.isSynthetic()
                        && Modifier.isPublic(method.getModifiers())
                        && method.getParameterCount() > 0
                        && SdkRequest.class.isAssignableFrom(method.getParameterTypes()[0]));
    }

    /**
     * Lists the operations that a service serves here.
     *
     * @param service the service
     * @return by name
     */
    public List<Operation> served(Service<?> service) {
        return methods(service.implementation())
                .map(method -> method.getParameterTypes()[0].asSubclass(SdkRequest.class))
                .distinct()
                .map(input -> operation(service, input))
                .sorted(Comparator.comparing(Operation::name))
                .toList();
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
                .orElseThrow(() -> new IllegalArgumentException(client.getName() + ": one of "
                        + services.values().stream()
                                .map(service -> service.client().getSimpleName())
                                .sorted()
                                .toList()
                        + " is accepted"));
    }
}
