package io.mlops.teardown;

import io.mlops.apply.TaggedArn;
import io.mlops.aws.AwsClients;
import java.util.List;
import java.util.stream.Stream;

/** Alarms that the deploy step made for its endpoint configs. */
final class Alarms {
    private final AwsClients aws;

    Alarms(AwsClients aws) {
        this.aws = aws;
    }

    static boolean isOne(TaggedArn arn) {
        return arn.is("cloudwatch", "alarm");
    }

    Stream<Born> of(List<TaggedArn> tagged) {
        return tagged.stream()
                .filter(Alarms::isOne)
                .map(TaggedArn::name)
                .filter(this::isThere)
                .map(name -> new Born(
                        "alarm " + name,
                        () -> aws.cloudWatch().deleteAlarms(request -> request.alarmNames(name)),
                        () -> isThere(name)));
    }

    private boolean isThere(String name) {
        return !aws.cloudWatch()
                .describeAlarms(request -> request.alarmNames(name))
                .metricAlarms()
                .isEmpty();
    }
}
