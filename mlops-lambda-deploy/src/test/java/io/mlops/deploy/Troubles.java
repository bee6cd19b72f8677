package io.mlops.deploy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What befalls the calls of one process: it may be killed before or after any, be throttled, or lose an answer. */
final class Troubles {
    private final Random random;
    private final boolean mortal;
    private final Runnable updated;
    private @Nullable HeldProcess process;
    private boolean dead;

    /**
     * Begins a process's life.
     *
     * @param mortal whether anything befalls it
     * @param updated told when it has updated the endpoint
     */
    Troubles(Random random, boolean mortal, Runnable updated) {
        this.random = random;
        this.mortal = mortal;
        this.updated = updated;
    }

    void of(HeldProcess troubled) {
        process = troubled;
    }

    /** Wraps a client: its calls come from the process. */
    <C> C on(Class<C> type, C client) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") || method.getName().equals("serviceName")) {
                        return method.invoke(client, arguments);
                    }
                    before();
                    Object answer;
                    try {
                        answer = method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (method.getName().equals("updateEndpoint")) {
                        updated.run();
                    }
                    after();
                    return answer;
                }));
    }

    private void before() {
        pause();
        if (dead || kill()) {
            throw new HeldProcess.Killed();
        }
        if (mortal && random.nextInt(40) == 0) {
            throw FakeRegistry.error("ThrottlingException", 400, "Rate exceeded");
        }
    }

    private void after() {
        pause();
        if (kill()) {
            throw new HeldProcess.Killed();
        }
        if (mortal && random.nextInt(60) == 0) {
            throw SdkClientException.create("the answer was lost");
        }
    }

    private void pause() {
        HeldProcess held = process;
        if (held != null) {
            held.pause();
        }
    }

    private boolean kill() {
        if (mortal && random.nextInt(30) == 0) {
            dead = true;
        }
        return dead;
    }
}
