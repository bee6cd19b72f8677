package io.mlops.teardown;

import io.mlops.apply.Executions;
import io.mlops.apply.Missing;
import io.mlops.aws.AwsClients;
import io.mlops.spec.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;

/**
 * Log groups that SageMaker made for the pipeline's endpoints. They carry no tag: one is ours when its endpoint was, or
 * when it is a temporary endpoint's, whose name has the beginning of a recorded execution's id.
 */
final class EndpointLogs {
    private static final int SHORT_ID = 8;

    private final AwsClients aws;
    private final Names names;
    private final List<String> shortIds;

    /** Reads the executions: to be made while the pipeline still stands. */
    EndpointLogs(AwsClients aws, Names names) {
        this.aws = aws;
        this.names = names;
        this.shortIds = new Executions(aws, names.pipeline())
                .all().stream()
                        .map(PipelineExecutionSummary::pipelineExecutionId)
                        .map(id -> id.substring(0, Math.min(SHORT_ID, id.length())))
                        .toList();
    }

    Stream<Born> of(Set<String> endpoints) {
        return names(endpoints).stream()
                .map(group -> new Born(
                        "log group " + group,
                        () -> delete(group),
                        () -> groups(group).contains(group)));
    }

    private List<String> names(Set<String> endpoints) {
        List<String> found = new ArrayList<>();
        endpoints.forEach(endpoint -> groups(Names.endpointLogGroup(endpoint)).stream()
                .filter(group -> group.equals(Names.endpointLogGroup(endpoint)))
                .forEach(found::add));
        groups(Names.endpointLogGroup(names.testEndpointPrefix() + "-")).stream()
                .filter(group -> shortIds.stream().anyMatch(group::contains))
                .filter(group -> !found.contains(group))
                .forEach(found::add);
        return found;
    }

    private void delete(String group) {
        Missing.tolerated(() -> aws.logs().deleteLogGroup(request -> request.logGroupName(group)));
    }

    private List<String> groups(String prefix) {
        return aws.logs().describeLogGroupsPaginator(request -> request.logGroupNamePrefix(prefix)).logGroups().stream()
                .map(LogGroup::logGroupName)
                .toList();
    }
}
