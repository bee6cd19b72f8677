package io.mlops.local.fault;

import io.mlops.local.account.Scheduler;
import io.mlops.local.call.Call;
import io.mlops.local.call.Faults;
import io.mlops.local.call.LostConnectionException;
import io.mlops.local.call.Operation;
import io.mlops.local.facts.Facts;
import io.mlops.local.process.Child;
import io.mlops.local.process.Children;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * The faults of one emulator. They are met in the order in which they were set; the first that ends a call is its last.
 */
public final class FaultsOnDemand implements Faults {
    private final Facts facts;
    private final Scheduler scheduler;
    private final Children children;
    private final Consumer<Duration> propagation;
    private final List<Fault> before = new CopyOnWriteArrayList<>();
    private final List<Fault> whenAnswering = new CopyOnWriteArrayList<>();
    private final Map<String, List<Duration>> deliveries = new ConcurrentHashMap<>();

    /**
     * Makes the faults of an emulator: none.
     *
     * @param facts the errors that operations have
     * @param scheduler holds calls up
     * @param children what may be killed
     * @param propagation is told how long IAM's changes take
     */
    public FaultsOnDemand(Facts facts, Scheduler scheduler, Children children, Consumer<Duration> propagation) {
        this.facts = facts;
        this.scheduler = scheduler;
        this.children = children;
        this.propagation = propagation;
    }

    /**
     * Means the calls of every service.
     *
     * @return those calls
     */
    public CallFaults onEveryCall() {
        return on(new CallErrors(facts, Optional.empty(), Optional.empty()));
    }

    /**
     * Means the calls of a service.
     *
     * @param service its name as the AWS CLI has it, but {@code s3} for S3
     * @return those calls
     * @throws IllegalArgumentException if there is no such service
     */
    public CallFaults on(String service) {
        return on(new CallErrors(facts, Optional.of(service), Optional.empty()));
    }

    /**
     * Means the calls of an operation.
     *
     * @param service its service's name as the AWS CLI has it, but {@code s3} for S3
     * @param operation AWS's name of the operation, as {@code StartPipelineExecution}
     * @return those calls
     * @throws IllegalArgumentException if there is no such operation
     */
    public CallFaults on(String service, String operation) {
        return on(new CallErrors(facts, Optional.of(service), Optional.of(operation)));
    }

    private CallFaults on(CallErrors calls) {
        return new CallFaults(this, calls, call -> true);
    }

    /**
     * Delivers each asynchronous invocation of a function, CodePipeline's jobs among them, late or several times: once for
     * each delay, with the same request id, as Lambda may.
     *
     * @param function the function's name
     * @param delays how long after the invocation was accepted; none loses it
     */
    public void deliver(String function, Duration... delays) {
        deliveries.put(function, List.of(delays));
    }

    /**
     * Kills the children that run something, and waits until they have ended: the commands of a build, a training job's or an endpoint's container, a
     * function's instances.
     *
     * @param what what they run, by its start: {@code build fraud-train:}, {@code training job fraud-7}, {@code endpoint
     *     fraud}, {@code function deploy}
     * @return how many were killed
     */
    public int kill(String what) {
        List<Child> killed = children.running().stream()
                .filter(child -> child.name().startsWith(what))
                .toList();
        killed.forEach(Child::kill);
        killed.forEach(child -> child.onExit().join());
        return killed.size();
    }

    /**
     * Lets what is written of IAM's roles from now on take its time: until then a new role cannot be assumed, and a changed
     * one acts as before.
     *
     * @param delay how long; seconds on AWS
     */
    public void delayIam(Duration delay) {
        propagation.accept(delay);
    }

    /** Takes every fault back. */
    public void clear() {
        propagation.accept(Duration.ZERO);
        before.clear();
        whenAnswering.clear();
        deliveries.clear();
    }

    Fault addBefore(Predicate<Operation> calls, IntPredicate occasions, Consumer<Operation> effect) {
        Fault fault = new Fault(calls, occasions, effect, before::remove);
        before.add(fault);
        return fault;
    }

    Fault addWhenAnswering(Predicate<Operation> calls, IntPredicate occasions, Consumer<Operation> effect) {
        Fault fault = new Fault(calls, occasions, effect, whenAnswering::remove);
        whenAnswering.add(fault);
        return fault;
    }

    /** Waits on the caller's thread. */
    void await(Duration latency) {
        CountDownLatch over = new CountDownLatch(1);
        scheduler.after(latency, over::countDown);
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LostConnectionException("the emulator ended during a delay");
        }
    }

    @Override
    public void before(Call call, Operation operation) {
        if (!call.betweenServices()) {
            before.forEach(fault -> fault.meet(operation));
        }
    }

    @Override
    public void answering(Call call, Operation operation) {
        whenAnswering.forEach(fault -> fault.meet(operation));
    }

    @Override
    public List<Duration> deliveries(String function) {
        return deliveries.getOrDefault(function, Faults.super.deliveries(function));
    }
}
