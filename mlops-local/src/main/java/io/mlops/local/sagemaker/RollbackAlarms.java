package io.mlops.local.sagemaker;

import io.mlops.local.call.Cloud;
import io.mlops.local.call.ErrorCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** The alarms that roll an endpoint's update back, as the model's execution role may see them. */
final class RollbackAlarms {
    private final Cloud cloud;
    private final ExecutionRole role;
    private final String region;
    private final List<String> names;

    RollbackAlarms(Cloud cloud, ExecutionRole role, String region, List<String> names) {
        this.cloud = cloud;
        this.role = role;
        this.region = region;
        this.names = names;
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** Says why to roll back: an alarm is in ALARM, is not there, or may not be seen. */
    Optional<String> reason() {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<MetricAlarm> found = cloud.client(
                            CloudWatchClient.class, role.assume(cloud).caller(), region)
                    .describeAlarms(r -> r.alarmNames(names))
                    .metricAlarms();
            List<String> missing = new ArrayList<>(names);
            found.forEach(alarm -> missing.remove(alarm.alarmName()));
            List<String> tripped = found.stream()
                    .filter(alarm -> alarm.stateValue() == StateValue.ALARM)
                    .map(MetricAlarm::alarmName)
                    .toList();
            return missing.isEmpty()
                    ? tripped.isEmpty() ? Optional.empty() : Optional.of("Alarms in state ALARM: " + tripped + ".")
                    : Optional.of("Alarms that do not exist: " + missing + ".");
        } catch (AwsServiceException e) {
            return Optional.of("The alarms " + names + " could not be read: " + ErrorCodes.message(e));
        }
    }
}
