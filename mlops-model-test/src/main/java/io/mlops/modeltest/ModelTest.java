package io.mlops.modeltest;

import io.mlops.contract.ModelPackageArn;
import io.mlops.contract.TestResults;
import io.mlops.contract.TestSettings;
import io.mlops.modeltest.check.Checks;
import io.mlops.modeltest.check.Findings;
import io.mlops.modeltest.endpoint.EndpointUnavailableException;
import io.mlops.modeltest.endpoint.HarnessEnvironment;
import io.mlops.modeltest.endpoint.ModelAnswers;
import io.mlops.modeltest.endpoint.PackageContainers;
import io.mlops.modeltest.endpoint.Polling;
import io.mlops.modeltest.endpoint.TemporaryEndpoint;
import io.mlops.modeltest.gate.Verdict;
import io.mlops.modeltest.suite.LabelledRows;
import io.mlops.modeltest.suite.Suite;
import io.mlops.modeltest.suite.SuiteReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** One run of the harness: suite and rows, temporary endpoint, checks, verdict. */
public final class ModelTest {
    private final TestSettings settings;
    private final HarnessEnvironment environment;
    private final SageMakerClient sageMaker;
    private final Supplier<SageMakerRuntimeClient> runtime;
    private final Polling polling;
    private final PrintStream out;
    private boolean stopping;
    private @Nullable TemporaryEndpoint endpoint;

    /**
     * Prepares a run; nothing is called yet.
     *
     * @param settings what to test with
     * @param environment the execution and the attempt
     * @param sageMaker SageMaker
     * @param runtime SageMaker Runtime, asked for when the endpoint is there
     * @param polling how often to look
     * @param out takes progress
     */
    public ModelTest(
            TestSettings settings,
            HarnessEnvironment environment,
            SageMakerClient sageMaker,
            Supplier<SageMakerRuntimeClient> runtime,
            Polling polling,
            PrintStream out) {
        this.settings = settings;
        this.environment = environment;
        this.sageMaker = sageMaker;
        this.runtime = runtime;
        this.polling = polling;
        this.out = out;
    }

    /**
     * Judges a package. The endpoint is deleted whatever happens.
     *
     * @param arn the package
     * @param source the source's root, with the suite and the rows
     * @return the verdict
     * @throws RuntimeException if the model could not be judged; the message says why
     */
    public TestResults judge(ModelPackageArn arn, Path source) {
        Suite suite = SuiteReader.read(source.resolve(settings.suite()));
        LabelledRows rows = LabelledRows.read(source, suite);
        out.println("judging model package " + arn + " on " + rows.size() + " rows of " + suite.rows());
        String name = environment.endpointName(settings.endpointPrefix());
        Findings findings;
        try (TemporaryEndpoint opened = prepare(new TemporaryEndpoint.Plan(
                name,
                settings.roleArn(),
                settings.instanceType(),
                PackageContainers.of(sageMaker, arn),
                environment.tags(settings)))) {
            opened.open();
            findings = new Checks(new ModelAnswers(runtime.get(), name)).run(rows, suite);
        }
        return Verdict.of(
                findings, arn, environment.execution(), polling.clock().instant());
    }

    /** Deletes the endpoint; for a process that is told to end. Returns when it is gone, or has been given up. */
    public void stop() {
        TemporaryEndpoint made;
        synchronized (this) {
            stopping = true;
            made = endpoint;
        }
        if (made != null) {
            made.close();
        }
    }

    /**
     * Tells whether a run that has ended left something behind: it could not be deleted, and goes on costing.
     *
     * @return whether something is left
     */
    public synchronized boolean leftSomething() {
        return endpoint != null && endpoint.leftSomething();
    }

    private synchronized TemporaryEndpoint prepare(TemporaryEndpoint.Plan plan) {
        if (stopping) {
            throw new EndpointUnavailableException("told to stop before the endpoint was made");
        }
        TemporaryEndpoint made = new TemporaryEndpoint(sageMaker, polling, out, plan);
        endpoint = made;
        return made;
    }
}
