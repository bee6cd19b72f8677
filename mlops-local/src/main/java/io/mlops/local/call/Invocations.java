package io.mlops.local.call;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Calls a service's method by reflection, and throws what it threw. */
public final class Invocations {
    private Invocations() {}

    /**
     * Calls a method.
     *
     * @param target the object that serves
     * @param method the method
     * @param arguments its arguments
     * @return what it returned
     * @throws Exception what it threw
     */
    public static @Nullable Object invoke(Object target, Method method, Object... arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception) {
                throw (Exception) e.getCause();
            }
            throw e;
        }
    }
}
