package io.mlops.spec;

import io.mlops.spec.Deployment.CapacitySize;
import io.mlops.spec.Deployment.CapacitySize.Unit;
import io.mlops.spec.Deployment.ConfigAlarm;
import io.mlops.spec.Deployment.Strategy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Checks how an update moves the traffic (API model of SageMaker; developer guide, deployment guardrails). */
final class DeploymentCheck {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofHours(8);
    private static final int MOST_ALARMS = 10;

    private final Problems problems;
    private final String path;

    DeploymentCheck(Problems problems, String path) {
        this.problems = problems;
        this.path = path;
    }

    void check(DeployStage stage) {
        Deployment deployment = stage.deployment();
        size(deployment);
        waits(deployment, stage.deadline());
        alarms(deployment);
        if (deployment.strategy() != Strategy.ALL_AT_ONCE) {
            stage.variants().forEach(variant -> divisible(deployment, variant));
        }
        if (deployment.strategy() == Strategy.ROLLING && stage.variants().size() > 1) {
            problems.add(
                    path,
                    "rolling with " + stage.variants().size() + " variants",
                    "one variant",
                    "SageMaker rolls endpoints of one variant only: choose a canary, or all at once");
        }
    }

    private void size(Deployment deployment) {
        CapacitySize size = deployment.size();
        if (deployment.strategy() == Strategy.ALL_AT_ONCE) {
            if (size != null) {
                problems.add(path + ".size", size.toString(), "none for all at once", "leave it out");
            }
            return;
        }
        if (size == null) {
            problems.add(path + ".size", "", "the size of a step", "write a percentage of the capacity");
        } else if (size.unit() == Unit.CAPACITY_PERCENT) {
            int least = switch (deployment.strategy()) {
                case LINEAR -> 10;
                case ROLLING -> 5;
                default -> 1;
            };
            problems.between(path + ".size", size.value(), least, 50, "write the percentage of one step");
        } else {
            problems.atLeastOne(path + ".size", size.value());
        }
    }

    /** One instance cannot be in two fleets' shares at once, and a part may be half of the fleet at most. */
    private void divisible(Deployment deployment, Variant variant) {
        String strategy = deployment.strategy().toString();
        if (variant.serverless() != null) {
            problems.add(path, strategy + " with serverless", "ALL_AT_ONCE", "only instances can be shifted in parts");
            return;
        }
        int instances = variant.scaling() == null
                ? variant.instances()
                : Math.max(variant.instances(), variant.scaling().minCapacity());
        if (instances < 2) {
            problems.add(
                    path,
                    strategy + " with " + instances + " instance of " + variant.name(),
                    "at least 2 instances",
                    "one instance cannot be divided: write .instances(2), or deploy all at once");
        }
        CapacitySize size = deployment.size();
        if (size != null && size.unit() == Unit.INSTANCE_COUNT && size.value() * 2 > Math.max(2, instances)) {
            problems.add(
                    path + ".size",
                    size.value() + " instances",
                    "at most half of the " + instances + " instances of " + variant.name(),
                    "write fewer");
        }
    }

    private void waits(Deployment deployment, Duration deadline) {
        problems.between(
                path + ".waitInterval",
                deployment.waitInterval(),
                Duration.ZERO,
                HOUR,
                "SageMaker bakes at most an hour");
        problems.between(
                path + ".terminationWait",
                deployment.terminationWait(),
                Duration.ZERO,
                deployment.strategy() == Strategy.ROLLING ? Duration.ZERO : HOUR,
                "the old fleet stays at most an hour, and for rolling there is none");
        Duration longest = deployment.maximumExecutionTimeout();
        problems.between(path + ".maximumExecutionTimeout", longest, SHORTEST, LONGEST, "choose a time between");
        if (longest.compareTo(deployment.waits()) <= 0) {
            problems.add(
                    path + ".maximumExecutionTimeout",
                    longest.toString(),
                    "more than the " + deployment.waits() + " of all waits",
                    "allow more time, or wait less");
        }
        if (deadline.compareTo(longest) < 0) {
            problems.add(
                    path + ".maximumExecutionTimeout",
                    longest.toString(),
                    "at most the action's deadline of " + deadline,
                    "write a later .deadline(…)");
        }
    }

    private void alarms(Deployment deployment) {
        problems.atMost(
                path + ".alarms",
                deployment.rollbackAlarms().size() + deployment.configAlarms().size(),
                MOST_ALARMS);
        Set<String> names = new HashSet<>();
        deployment.rollbackAlarms().forEach(name -> {
            problems.rule(Rule.ALARM_NAME, path + ".rollBackOn", name);
            problems.unique(names, path + ".rollBackOn", name);
        });
        deployment.configAlarms().forEach(this::alarm);
    }

    private void alarm(ConfigAlarm alarm) {
        String at = path + ".rollBackWhen[" + alarm.metric() + "]";
        problems.rule(Rule.CLOUDWATCH_METRIC, at, alarm.metric());
        problems.rule(Rule.STATISTIC, at + ".statistic", alarm.statistic());
        if (!Double.isFinite(alarm.threshold())) {
            problems.add(at + ".threshold", Double.toString(alarm.threshold()), "a number", "write a finite one");
        }
        long seconds = alarm.period().toSeconds();
        if (seconds != 10 && seconds != 30 && (seconds < 60 || seconds % 60 != 0)) {
            problems.add(
                    at + ".period",
                    alarm.period().toString(),
                    "PT10S, PT30S or whole minutes",
                    "CloudWatch takes no other (PutMetricAlarm)");
        }
        problems.atLeastOne(at + ".evaluationPeriods", alarm.evaluationPeriods());
        if (seconds * alarm.evaluationPeriods() > Duration.ofDays(1).toSeconds()) {
            problems.add(
                    at + ".evaluationPeriods",
                    alarm.evaluationPeriods() + " of " + alarm.period(),
                    "a day in all",
                    "CloudWatch looks back no further (PutMetricAlarm): write fewer");
        }
    }
}
