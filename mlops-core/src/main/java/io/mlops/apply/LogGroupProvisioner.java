package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.LogGroup;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;

/** Provisions log groups. */
final class LogGroupProvisioner implements Provisioner<LogGroup> {
    private final AwsClients aws;
    private final Tags tags;

    LogGroupProvisioner(AwsClients aws, Tags tags) {
        this.aws = aws;
        this.tags = tags;
    }

    @Override
    public Class<LogGroup> type() {
        return LogGroup.class;
    }

    @Override
    public Optional<LogGroup> read(String name) {
        return find(name)
                .map(group -> new LogGroup(
                        name,
                        group.retentionInDays() == null ? 0 : group.retentionInDays(),
                        tags.own(aws.logs()
                                .listTagsForResource(request -> request.resourceArn(arn(group)))
                                .tags())));
    }

    @Override
    public void create(LogGroup wanted) {
        CloudWatchLogsClient logs = aws.logs();
        try {
            logs.createLogGroup(request -> request.logGroupName(wanted.name()).tags(wanted.tags()));
        } catch (ResourceAlreadyExistsException e) {
            tag(wanted);
        }
        retain(wanted);
    }

    @Override
    public void update(LogGroup before, LogGroup after) {
        if (before.retentionInDays() != after.retentionInDays()) {
            retain(after);
        }
        if (!before.tags().equals(after.tags())) {
            tag(after);
        }
    }

    private void retain(LogGroup wanted) {
        aws.logs()
                .putRetentionPolicy(
                        request -> request.logGroupName(wanted.name()).retentionInDays(wanted.retentionInDays()));
    }

    private void tag(LogGroup wanted) {
        find(wanted.name())
                .ifPresent(group -> aws.logs()
                        .tagResource(request -> request.resourceArn(arn(group)).tags(wanted.tags())));
    }

    @Override
    public void delete(LogGroup group) {
        Missing.tolerated(() -> aws.logs().deleteLogGroup(request -> request.logGroupName(group.name())));
    }

    private Optional<software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup> find(String name) {
        return aws.logs().describeLogGroups(request -> request.logGroupNamePrefix(name)).logGroups().stream()
                .filter(group -> group.logGroupName().equals(name))
                .findFirst();
    }

    /** The ARN that tagging takes has no {@code :*} at its end; that of a description has (API reference, LogGroup). */
    private static String arn(software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup group) {
        return group.arn().endsWith(":*") ? group.arn().substring(0, group.arn().length() - 2) : group.arn();
    }
}
