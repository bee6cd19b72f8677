package io.mlops.local;

import com.sun.net.httpserver.HttpServer;
import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Ids;
import io.mlops.local.account.Scheduler;
import io.mlops.local.account.Stores;
import io.mlops.local.account.SystemScheduler;
import io.mlops.local.call.Authorizer;
import io.mlops.local.call.CallChain;
import io.mlops.local.call.CallListener;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.ModelConstraints;
import io.mlops.local.call.ServiceCatalog;
import io.mlops.local.call.Settings;
import io.mlops.local.facts.Facts;
import io.mlops.local.fault.FaultsOnDemand;
import io.mlops.local.iam.AskedPermissions;
import io.mlops.local.iam.IamAuthorizer;
import io.mlops.local.iam.IamPropagation;
import io.mlops.local.iam.PolicyUsage;
import io.mlops.local.logs.OpenLogs;
import io.mlops.local.process.Children;
import io.mlops.local.wire.DoorLimits;
import io.mlops.local.wire.HttpDoor;
import io.mlops.local.wire.JsonCallRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkClient;

/**
 * A running AWS on loopback. Everything that it started ends when it is closed, or when its process dies in whatever
 * way; what it wrote stays in its directory.
 */
public final class LocalAws implements AutoCloseable {
    static {
        DoorLimits.apply();
    }

    private static final Duration LONGEST_END = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(LocalAws.class);

    private final LocalAwsBuilder settings;
    private final HttpServer server;
    private final ExecutorService requests;
    private final SystemScheduler timer;
    private final Scheduler scheduler;
    private final Children children;
    private final FaultsOnDemand faults;
    private final Cloud cloud;
    private final Optional<JsonCallRecord> record;
    private final PolicyUsage usage = new PolicyUsage();
    private final AccessKey root;
    private final AtomicBoolean closed = new AtomicBoolean();

    LocalAws(LocalAwsBuilder settings) {
        this.settings = settings;
        this.requests = Executors.newCachedThreadPool(LocalAws::requestThread);
        this.timer = settings.time().map(VirtualTime::real).orElseGet(() -> new SystemScheduler(Clock.systemUTC()));
        this.scheduler = settings.time().<Scheduler>map(time -> time).orElse(timer);
        this.children = new Children(directory(settings.directory()).resolve("supervisor"));
        Facts facts = Facts.load();
        this.record = settings.record().map(file -> new JsonCallRecord(file, facts));
        this.server = listen(settings.port());
        this.faults = new FaultsOnDemand(facts, scheduler, children, this::delayIam);
        this.cloud = cloud(facts);
        this.root = cloud.credentials().add(rootKey(cloud.ids(), settings.accountId()));
        server.createContext("/", new HttpDoor(cloud, facts));
        server.setExecutor(requests);
        server.start();
    }

    /**
     * Starts with defaults: a free port, a new temporary directory.
     *
     * @return the running emulator
     */
    public static LocalAws start() {
        return builder().start();
    }

    /**
     * Starts with choices.
     *
     * @return the choices
     */
    public static LocalAwsBuilder builder() {
        return new LocalAwsBuilder();
    }

    private Cloud cloud(Facts facts) {
        CallListener listener = record.<CallListener>map(file -> file).orElse((c, o, i, a, outcome) -> {});
        return new Cloud(
                new Settings(
                        settings.directory(),
                        endpoint(),
                        settings.images(),
                        settings.continuationDelay(),
                        settings.concurrentBuilds(),
                        settings.unapprovedModelPackages()),
                scheduler,
                new Ids(new SecureRandom()),
                new Credentials(),
                new Stores(),
                children,
                new ServiceCatalog(LocalServices.all()),
                new CallChain(authorizer(), faults, new ModelConstraints(facts), listener));
    }

    private void delayIam(Duration delay) {
        IamPropagation.of(cloud).setDelay(delay);
    }

    private Authorizer authorizer() {
        return settings.iam() == IamMode.OFF
                ? new AskedPermissions()
                : new IamAuthorizer(settings.iam() == IamMode.ENFORCE, LocalServices.resources(), usage);
    }

    private void writeUsage(Path record) {
        if (settings.iam() != IamMode.OFF) {
            usage.write(cloud, settings.accountId(), record.resolveSibling("iam-usage.json"));
        }
    }

    private static HttpServer listen(int port) {
        try {
            return HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "port " + port + " of 127.0.0.1 is taken or not allowed: choose another, or 0 for a free one", e);
        }
    }

    private static Path directory(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "writable", ""));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the directory " + directory + " cannot be written: choose one that can, or that can be made", e);
        }
    }

    private static Thread requestThread(Runnable task) {
        Thread thread = new Thread(task, "mlops-local request");
        thread.setDaemon(true);
        return thread;
    }

    private static AccessKey rootKey(Ids ids, String account) {
        String accessKeyId = ids.unique("AKIA");
        Caller caller =
                new Caller(account, "arn:aws:iam::" + account + ":root", account, accessKeyId, Optional.empty());
        return new AccessKey(accessKeyId, ids.alphanumeric(40), Optional.empty(), Optional.empty(), caller);
    }

    /**
     * Says where it answers.
     *
     * @return {@code http://127.0.0.1:<port>}; never {@code localhost}, which SDKs make bucket host names of
     */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * Says which region its user should name. Any other works as well.
     *
     * @return the region; {@code eu-west-1} unless another was chosen
     */
    public String region() {
        return settings.region();
    }

    /**
     * Names the account.
     *
     * @return 12 digits
     */
    public String accountId() {
        return settings.accountId();
    }

    /**
     * Gives the account's access key.
     *
     * @return its id
     */
    public String accessKeyId() {
        return root.accessKeyId();
    }

    /**
     * Gives the account's access key's secret.
     *
     * @return the secret
     */
    public String secretAccessKey() {
        return root.secretAccessKey();
    }

    /**
     * Says where it writes.
     *
     * @return the directory
     */
    public Path directory() {
        return settings.directory();
    }

    /**
     * Makes an unmodified SDK client that calls with the account's access key. The SDK's HTTP client is whichever is on the
     * class path.
     *
     * @param type a service's synchronous client, as {@code S3Client.class}
     * @param <C> the client's interface
     * @return a client of its own, to be closed by whoever asked
     * @throws IllegalArgumentException if no service here has that client
     */
    public <C extends SdkClient> C client(Class<C> type) {
        cloud.services().serviceOf(type);
        return SdkClients.make(this, type);
    }

    /**
     * Gives the faults on demand.
     *
     * @return this emulator's faults: none until some are set
     */
    public FaultsOnDemand faults() {
        return faults;
    }

    /**
     * Counts the child processes that run: builds, training jobs, endpoints, functions.
     *
     * @return their number
     */
    public int processes() {
        return children.count();
    }

    private void awaitRequests() {
        try {
            if (!requests.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("requests are still served after the end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops answering, and ends every child process. Closing again does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        server.stop(0);
        timer.close();
        children.close();
        requests.shutdownNow();
        timer.awaitEnd(LONGEST_END);
        awaitRequests();
        OpenLogs.of(cloud).flush();
        record.ifPresent(JsonCallRecord::close);
        settings.record().ifPresent(this::writeUsage);
    }
}
