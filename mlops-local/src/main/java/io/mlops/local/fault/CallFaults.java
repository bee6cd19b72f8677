package io.mlops.local.fault;

import io.mlops.local.call.LostConnectionException;
import io.mlops.local.call.Operation;
import io.mlops.local.call.Refusals;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Some calls, to be met by a fault: all of those named, unless {@link #next}, {@link #nth} or {@link #share} narrows them.
 * Calls are counted from when the fault is set. Only calls from the wire are meant, those of builds and functions
 * included: AWS's services call each other with retries of their own.
 */
public final class CallFaults {
    private final FaultsOnDemand faults;
    private final CallErrors errors;
    private final IntPredicate occasions;

    CallFaults(FaultsOnDemand faults, CallErrors errors, IntPredicate occasions) {
        this.faults = faults;
        this.errors = errors;
        this.occasions = occasions;
    }

    private CallFaults only(IntPredicate chosen) {
        return new CallFaults(faults, errors, chosen);
    }

    /**
     * Means only the next calls.
     *
     * @param calls how many, from 1
     * @return those calls
     */
    public CallFaults next(int calls) {
        return only(call -> call <= calls);
    }

    /**
     * Means one call.
     *
     * @param number which, from 1
     * @return that call
     */
    public CallFaults nth(int number) {
        return only(call -> call == number);
    }

    /**
     * Means a part of the calls, evenly spread: of four with a quarter the fourth.
     *
     * @param part from 0 to 1
     * @return those calls
     */
    public CallFaults share(double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException("share " + part + ": from 0 to 1 is accepted, as 0.25");
        }
        return only(call -> Math.floor(call * part) > Math.floor((call - 1) * part));
    }

    /**
     * Holds the calls up before they are served, in the emulator's time.
     *
     * @param latency how long
     * @return the fault
     */
    public Fault delay(Duration latency) {
        return before(operation -> faults.await(latency));
    }

    /**
     * Refuses the calls as too many, each in its service's way: {@code ThrottlingException}, {@code Throttling} of AWS
     * Query, {@code SlowDown} of S3, {@code TooManyRequestsException} of Lambda.
     *
     * @return the fault
     */
    public Fault throttle() {
        return before(operation -> {
            throw errors.throttling(operation);
        });
    }

    /**
     * Refuses the calls with an error.
     *
     * @param code one that AWS's model declares for the operation, or of every service: {@code InternalFailure} and
     *     {@code ServiceUnavailable}
     * @return the fault
     * @throws IllegalArgumentException if the error is neither; another needs its status
     */
    public Fault fail(String code) {
        return fail(code, errors.status(code));
    }

    /**
     * Refuses the calls with any error.
     *
     * @param code its code on the wire
     * @param status its HTTP status, from 400 to 599
     * @return the fault
     */
    public Fault fail(String code, int status) {
        return before(operation -> {
            throw Refusals.of(code, status, code + " on demand");
        });
    }

    /**
     * Closes the connection before the calls are served.
     *
     * @return the fault
     */
    public Fault loseRequest() {
        return before(operation -> {
            throw new LostConnectionException("the request is lost on demand");
        });
    }

    /**
     * Serves the calls and closes the connection without an answer. Calls that are refused are not counted.
     *
     * @return the fault
     */
    public Fault loseAnswer() {
        return faults.addWhenAnswering(errors::concern, occasions, operation -> {
            throw new LostConnectionException("the answer is lost on demand");
        });
    }

    private Fault before(Consumer<Operation> effect) {
        return faults.addBefore(errors::concern, occasions, effect);
    }
}
