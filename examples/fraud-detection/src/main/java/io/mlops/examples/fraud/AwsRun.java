package io.mlops.examples.fraud;

import io.mlops.apply.CallerAccount;
import io.mlops.aws.Aws;
import io.mlops.spec.Account;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** One run in an account: look, plan, ask, do, destroy. */
final class AwsRun {
    private final Aws aws;
    private final Quotas quotas;
    private final Scenario scenario;
    private final Optional<String> image;
    private final PipelineRun.Options options;

    AwsRun(Aws aws, Quotas quotas, Scenario scenario, Optional<String> image, PipelineRun.Options options) {
        this.aws = aws;
        this.quotas = quotas;
        this.scenario = scenario;
        this.image = image;
        this.options = options;
    }

    /** Gives the exit status. */
    int run(boolean yes, boolean keep) {
        String uri = image();
        PipelineRun run = new PipelineRun(aws, scenario, uri, options);
        List<Finding> findings = new Preflight(aws, quotas, scenario, uri, run.names()).findings();
        LocalRun.say("preflight");
        findings.forEach(finding -> LocalRun.say("  " + finding));
        if (findings.stream().anyMatch(Finding::isMissing)) {
            System.err.println("failed: something is missing, see above; nothing was changed");
            return 1;
        }
        run.plan();
        if (!yes && !isAgreed()) {
            LocalRun.say("nothing was changed");
            return 0;
        }
        Thread interruption = new Thread(AwsRun::tellWhatIsLeft, "interruption");
        Runtime.getRuntime().addShutdownHook(interruption);
        int status = execute(run, keep);
        Runtime.getRuntime().removeShutdownHook(interruption);
        return status;
    }

    private static int execute(PipelineRun run, boolean keep) {
        boolean failed = false;
        try {
            run.execute();
        } catch (RuntimeException e) {
            System.out.flush();
            System.err.println("\nfailed: " + e.getMessage());
            failed = true;
        }
        if (keep) {
            LocalRun.say("\neverything is left in the account: run aws --destroy takes it away");
            return failed ? 1 : 0;
        }
        try {
            return run.destroy() > 0 || failed ? 1 : 0;
        } catch (RuntimeException e) {
            System.err.println("failed to destroy: " + e.getMessage()
                    + "; what was made is left in the account: run aws --destroy takes it away");
            return 1;
        }
    }

    /** Gives the exit status. */
    int destroy() {
        return new PipelineRun(aws, scenario, image(), options).destroy() > 0 ? 1 : 0;
    }

    /** Asks first whose account it is: without credentials nothing else can be told. */
    private String image() {
        Account account;
        try {
            account = CallerAccount.of(aws);
        } catch (SdkException e) {
            throw new IllegalStateException(
                    "no credentials that AWS takes: sign in, name a profile by --profile, or set AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY; nothing was changed. The SDK says: " + e.getMessage(),
                    e);
        }
        return image.orElseGet(
                () -> account.accountId() + ".dkr.ecr." + account.region() + ".amazonaws.com/" + Scenario.REPOSITORY);
    }

    private static boolean isAgreed() {
        System.out.print("\nchange the account so, train, deploy and destroy? [y/N] ");
        System.out.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return answer != null && answer.strip().equalsIgnoreCase("y");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tellWhatIsLeft() {
        System.err.println("\ninterrupted: what was made is left in the account; run aws --destroy takes it away");
    }
}
