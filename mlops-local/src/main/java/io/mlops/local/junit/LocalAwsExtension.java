package io.mlops.local.junit;

import io.mlops.local.LocalAws;
import io.mlops.local.LocalAwsBuilder;
import io.mlops.local.VirtualTime;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import software.amazon.awssdk.core.SdkClient;

/**
 * Starts an emulator for a test that asks for one, and ends it with the test: no child outlives that, which is checked. Its
 * files are deleted, but kept where the test failed; the report says where they are.
 */
public final class LocalAwsExtension implements ParameterResolver, AfterEachCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(LocalAwsExtension.class);

    private final @Nullable Fresh fresh;
    private final Consumer<LocalAwsBuilder> choices;

    /** Makes the extension that {@link LocalAwsTest} describes. */
    public LocalAwsExtension() {
        this(null, builder -> {});
    }

    private LocalAwsExtension(@Nullable Fresh fresh, Consumer<LocalAwsBuilder> choices) {
        this.fresh = fresh;
        this.choices = choices;
    }

    /**
     * Makes an extension to be registered by {@code @RegisterExtension} in a static field.
     *
     * @param fresh how long an account lives
     * @param choices chooses for each emulator; its directory and time are the extension's
     * @return the extension
     */
    public static LocalAwsExtension with(Fresh fresh, Consumer<LocalAwsBuilder> choices) {
        return new LocalAwsExtension(fresh, choices);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == LocalAws.class
                || type == VirtualTime.class
                || (type.isInterface() && SdkClient.class.isAssignableFrom(type));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (fresh(context) == Fresh.PER_METHOD && context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(parameter.getDeclaringExecutable()
                    + " runs before there is a method to be fresh for: choose Fresh.PER_CLASS, or ask in a test or"
                    + " @BeforeEach method");
        }
        Emulator emulator =
                store(context).getOrComputeIfAbsent(Emulator.class, key -> Emulator.start(choices), Emulator.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == LocalAws.class) {
            return emulator.aws();
        }
        return type == VirtualTime.class ? emulator.time() : emulator.client(type.asSubclass(SdkClient.class));
    }

    private Fresh fresh(ExtensionContext context) {
        if (fresh != null) {
            return fresh;
        }
        return Stream.iterate(
                        Optional.of(context),
                        Optional::isPresent,
                        of -> of.orElseThrow().getParent())
                .flatMap(of -> of.orElseThrow().getTestClass().stream())
                .flatMap(type -> AnnotationSupport.findAnnotation(type, LocalAwsTest.class).stream())
                .map(LocalAwsTest::fresh)
                .findFirst()
                .orElse(Fresh.PER_METHOD);
    }

    /** The store of the method, or of its class. */
    private Store store(ExtensionContext context) {
        boolean ofClass =
                fresh(context) == Fresh.PER_CLASS && context.getTestMethod().isPresent();
        return (ofClass ? context.getParent().orElseThrow() : context).getStore(NAMESPACE);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (fresh(context) == Fresh.PER_METHOD) {
            end(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    private static void end(ExtensionContext context) {
        Emulator emulator = context.getStore(NAMESPACE).remove(Emulator.class, Emulator.class);
        if (emulator != null) {
            emulator.end(context);
        }
    }
}
