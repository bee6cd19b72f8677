package io.mlops.deploy.artifact;

import io.mlops.contract.DeploySettings;
import io.mlops.contract.DeploySettings.CapacitySize;
import io.mlops.contract.DeploySettings.ConfigAlarm;
import io.mlops.contract.DeploySettings.Deployment;
import io.mlops.contract.DeploySettings.Strategy;
import java.util.List;
import java.util.regex.Pattern;

/** What a deployment's strategy, waits and alarms must be. */
final class DeploymentRules {
    /** {@code AutoRollbackConfiguration} takes 10 alarms. */
    private static final int MOST_ALARMS = 10;

    private static final Pattern STATISTIC =
            Pattern.compile("Average|Sum|Minimum|Maximum|SampleCount|p(\\d{1,2}(\\.\\d{1,10})?|100)");

    private DeploymentRules() {}

    static void check(DeploySettings settings, Problems problems) {
        Deployment deployment = settings.deployment();
        if (deployment == null) {
            return;
        }
        size(deployment, problems);
        problems.between("deployment.waitIntervalInSeconds", deployment.waitIntervalInSeconds(), 0, 3600);
        problems.between(
                "deployment.terminationWaitInSeconds",
                deployment.terminationWaitInSeconds(),
                0,
                deployment.strategy() == Strategy.ROLLING ? 0 : 3600);
        problems.between(
                "deployment.maximumExecutionTimeoutInSeconds",
                deployment.maximumExecutionTimeoutInSeconds(),
                600,
                28_800);
        int waits = waits(deployment);
        problems.unless(
                deployment.maximumExecutionTimeoutInSeconds() > waits,
                "deployment.maximumExecutionTimeoutInSeconds",
                deployment.maximumExecutionTimeoutInSeconds(),
                "more than all waits, " + waits);
        alarms(deployment, settings.variants().size(), problems);
    }

    private static void size(Deployment deployment, Problems problems) {
        CapacitySize size = deployment.size();
        if (size == null || deployment.strategy() == Strategy.ALL_AT_ONCE) {
            problems.unless(
                    (size == null) == (deployment.strategy() == Strategy.ALL_AT_ONCE),
                    "deployment.size",
                    String.valueOf(size),
                    size == null ? "a size for " + deployment.strategy() : "none for ALL_AT_ONCE");
            return;
        }
        problems.unless(
                List.of("INSTANCE_COUNT", "CAPACITY_PERCENT").contains(size.type()),
                "deployment.size.type",
                size.type(),
                "INSTANCE_COUNT or CAPACITY_PERCENT");
        if (size.type().equals("CAPACITY_PERCENT")) {
            problems.between("deployment.size.value", size.value(), least(deployment.strategy()), 50);
        } else {
            problems.unless(size.value() >= 1, "deployment.size.value", size.value(), "1 or more");
        }
    }

    private static int least(Strategy strategy) {
        return switch (strategy) {
            case ALL_AT_ONCE, CANARY -> 1;
            case LINEAR -> 10;
            case ROLLING -> 5;
        };
    }

    /** In seconds; the least that can be said where the size is in instances. */
    private static int waits(Deployment deployment) {
        CapacitySize size = deployment.size();
        int bakes = 1;
        if (size != null
                && size.type().equals("CAPACITY_PERCENT")
                && size.value() >= 1
                && deployment.strategy() != Strategy.CANARY) {
            bakes = (100 + size.value() - 1) / size.value();
        }
        return bakes * deployment.waitIntervalInSeconds() + deployment.terminationWaitInSeconds();
    }

    private static void alarms(Deployment deployment, int variants, Problems problems) {
        int alarms =
                deployment.rollbackAlarms().size() + deployment.configAlarms().size() * variants;
        problems.unless(
                alarms <= MOST_ALARMS,
                "deployment.rollbackAlarms, configAlarms",
                alarms + " alarms, config alarms counted for each variant",
                MOST_ALARMS + " at most");
        for (int i = 0; i < deployment.configAlarms().size(); i++) {
            ConfigAlarm alarm = deployment.configAlarms().get(i);
            String field = "deployment.configAlarms[" + i + "].";
            problems.unless(!alarm.metric().isBlank(), field + "metric", alarm.metric(), "a metric of AWS/SageMaker");
            problems.unless(
                    STATISTIC.matcher(alarm.statistic()).matches(),
                    field + "statistic",
                    alarm.statistic(),
                    "Average, Sum, Minimum, Maximum, SampleCount or a percentile as p99");
            int period = alarm.periodInSeconds();
            problems.unless(
                    period == 10 || period == 30 || (period >= 60 && period % 60 == 0),
                    field + "periodInSeconds",
                    period,
                    "10, 30 or a multiple of 60");
            problems.unless(
                    alarm.evaluationPeriods() >= 1 && (long) alarm.evaluationPeriods() * period <= 86_400,
                    field + "evaluationPeriods",
                    alarm.evaluationPeriods(),
                    "1 or more, a day in all at most");
        }
    }
}
