package io.mlops.training.serving;

import com.sun.net.httpserver.HttpServer;
import io.mlops.training.model.Model;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves a model under SageMaker's inference contract: {@code GET /ping} and {@code POST /invocations}.
 *
 * <p>It is ready when the constructor returns. Requests are answered by {@value #THREADS} threads.
 * Invocations never have all of them: a ping is answered while as many invocations as can be are decoded, or wait.
 */
public final class InferenceServer implements AutoCloseable {
    /** How many requests are answered at a time. */
    public static final int THREADS = 64;
    /** How long {@link #close} waits for requests that have begun; SageMaker kills 30 s after SIGTERM. */
    public static final long DRAIN_SECONDS = 20;

    private static final int BACKLOG = 512;

    private final HttpServer server;
    private final ExecutorService executor;
    private final InFlight inFlight = new InFlight();

    /**
     * Starts the server.
     *
     * @param model answers requests
     * @param address where to listen; port 0 takes a free one
     * @throws IOException if the address cannot be bound
     */
    public InferenceServer(Model model, InetSocketAddress address) throws IOException {
        // Read once by the JDK's server. Without the first, each answer waits for the client's delayed acknowledgement
        // (44 ms); the others end requests that never come or never end, in seconds.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
        System.setProperty("sun.net.httpserver.maxRspTime", "60");
        server = HttpServer.create(address, BACKLOG);
        executor = Executors.newFixedThreadPool(THREADS, InferenceServer::daemon);
        server.setExecutor(executor);
        server.createContext("/", new RequestHandler(new Invocations(model), Admission.of(THREADS), inFlight));
        server.start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "invocations");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Tells where the server listens.
     *
     * @return the bound address
     */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    boolean isBusy() {
        return inFlight.isBusy();
    }

    /**
     * Ends the server: answers the requests that have begun, for at most {@value #DRAIN_SECONDS} s, refuses others with
     * 503, then closes.
     */
    @Override
    public void close() {
        inFlight.drain(DRAIN_SECONDS);
        server.stop(0);
        executor.shutdownNow();
    }
}
