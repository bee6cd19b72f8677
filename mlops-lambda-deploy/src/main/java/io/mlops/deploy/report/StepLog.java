package io.mlops.deploy.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Clock;

/**
 * The log of one invocation: a JSON object a line, one line a step, each with the job, the pipeline execution and the
 * endpoint as far as they are known. It is given names and sentences only, never the event.
 */
public final class StepLog {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int LONGEST = 4_000;

    private final PrintStream out;
    private final Clock clock;
    private final String job;
    private final String execution;
    private final String endpoint;

    /**
     * Begins the log of an invocation.
     *
     * @param out takes the lines; Lambda sends standard output to CloudWatch Logs
     * @param clock the time
     * @param job the job's id, empty where there is none
     */
    public StepLog(PrintStream out, Clock clock, String job) {
        this(out, clock, job, "", "");
    }

    private StepLog(PrintStream out, Clock clock, String job, String execution, String endpoint) {
        this.out = out;
        this.clock = clock;
        this.job = job;
        this.execution = execution;
        this.endpoint = endpoint;
    }

    /**
     * Returns a log that also names the execution and the endpoint.
     *
     * @param execution the pipeline execution's id
     * @param endpoint the endpoint's name
     * @return the log
     */
    public StepLog of(String execution, String endpoint) {
        return new StepLog(out, clock, job, execution, endpoint);
    }

    /**
     * Writes a step that was taken.
     *
     * @param step the step in a word or two, as {@code UpdateEndpoint}
     * @param message what was done, or found
     */
    public void step(String step, String message) {
        write("INFO", step, message);
    }

    /**
     * Writes that the work went on another way.
     *
     * @param step the step
     * @param message what did not succeed, and what is done instead
     */
    public void warn(String step, String message) {
        write("WARN", step, message);
    }

    private void write(String level, String step, String message) {
        ObjectNode line = MAPPER.createObjectNode()
                .put("timestamp", clock.instant().toString())
                .put("level", level)
                .put("step", step)
                .put("message", message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…");
        put(line, "job", job);
        put(line, "execution", execution);
        put(line, "endpoint", endpoint);
        out.println(line);
    }

    private static void put(ObjectNode line, String name, String value) {
        if (!value.isEmpty()) {
            line.put(name, value);
        }
    }
}
