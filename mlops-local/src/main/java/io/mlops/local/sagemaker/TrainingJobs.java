package io.mlops.local.sagemaker;

import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Page;
import io.mlops.local.call.Refusals;
import io.mlops.local.events.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.sagemaker.model.*;

/** The training jobs of an account in a region. They stay for good, as their names do on AWS. */
final class TrainingJobs {
    private final Scope scope;
    private final Map<String, TrainingRun> byName = new ConcurrentSkipListMap<>();

    private TrainingJobs(Scope scope) {
        this.scope = scope;
    }

    static TrainingJobs of(Cloud cloud, Scope scope) {
        return cloud.stores().of(TrainingJobs.class, scope, TrainingJobs::new);
    }

    CreateTrainingJobResponse create(Call call, CreateTrainingJobRequest request) {
        TrainingRules.check(request);
        TrainingMetrics metrics =
                new TrainingMetrics(request.algorithmSpecification().metricDefinitions());
        AlgorithmSpecification algorithm = request.algorithmSpecification();
        List<String> command = command(call.cloud(), algorithm);
        String arn = Shapes.arn(scope, "training-job", request.trainingJobName());
        refuseUsedName(request.trainingJobName(), arn);
        AccessKey key = new ExecutionRole(request.roleArn(), arn).assume(call.cloud());
        TrainingJob job = new TrainingJob(
                Shapes.copy(request, DescribeTrainingJobResponse.builder())
                        .trainingJobArn(arn)
                        .enableNetworkIsolation(Boolean.TRUE.equals(request.enableNetworkIsolation()))
                        .enableManagedSpotTraining(Boolean.TRUE.equals(request.enableManagedSpotTraining()))
                        .enableInterContainerTrafficEncryption(
                                Boolean.TRUE.equals(request.enableInterContainerTrafficEncryption()))
                        .creationTime(call.now())
                        .build(),
                metrics);
        TrainingRun run = new TrainingRun(call.cloud(), scope, request, job, metrics, key, command);
        if (byName.putIfAbsent(request.trainingJobName(), run) != null) {
            refuseUsedName(request.trainingJobName(), arn);
        }
        ResourceTags.of(call.cloud(), scope).made(arn, request.tags());
        job.tell(state -> EventBus.of(call.cloud(), scope)
                .publish("aws.sagemaker", "SageMaker Training Job State Change", List.of(arn), state));
        run.start();
        return CreateTrainingJobResponse.builder().trainingJobArn(arn).build();
    }

    /** The image's own command with {@code train} or the arguments; an entrypoint stands for all of that. */
    private static List<String> command(Cloud cloud, AlgorithmSpecification algorithm) {
        List<String> arguments = algorithm.containerArguments();
        List<String> command = new ArrayList<>(
                Images.command(cloud, algorithm.trainingImage(), arguments.isEmpty() ? List.of("train") : arguments));
        if (!algorithm.containerEntrypoint().isEmpty()) {
            command.clear();
            command.addAll(algorithm.containerEntrypoint());
            command.addAll(arguments);
        }
        return command;
    }

    private void refuseUsedName(String name, String arn) {
        if (byName.containsKey(name)) {
            throw ResourceInUseException.builder()
                    .message("Training job names must be unique within an AWS account and region, and a training job"
                            + " with this name already exists (" + arn + ")")
                    .build();
        }
    }

    DescribeTrainingJobResponse describe(DescribeTrainingJobRequest request) {
        return get(request.trainingJobName()).job().described();
    }

    StopTrainingJobResponse stop(StopTrainingJobRequest request) {
        TrainingRun run = get(request.trainingJobName());
        if (run.job().isOver()) {
            throw Refusals.validation("The request was rejected because the training job is in status "
                    + run.job().described().trainingJobStatusAsString() + ".");
        }
        run.stop();
        return StopTrainingJobResponse.builder().build();
    }

    ListTrainingJobsResponse list(ListTrainingJobsRequest request) {
        Shapes.refuseAllBut(
                request,
                "NextToken",
                "MaxResults",
                "CreationTimeAfter",
                "CreationTimeBefore",
                "LastModifiedTimeAfter",
                "LastModifiedTimeBefore",
                "NameContains",
                "StatusEquals",
                "SortBy",
                "SortOrder");
        List<Listing.Entry<TrainingJobSummary>> entries = byName.values().stream()
                .map(run -> run.job().described())
                .map(job -> new Listing.Entry<>(
                        job.trainingJobName(),
                        job.creationTime(),
                        job.lastModifiedTime(),
                        job.trainingJobStatusAsString(),
                        Shapes.copy(job, TrainingJobSummary.builder()).build()))
                .toList();
        Page<TrainingJobSummary> page = Listing.of(request, true).page(entries);
        return ListTrainingJobsResponse.builder()
                .trainingJobSummaries(page.items())
                .nextToken(page.next())
                .build();
    }

    private TrainingRun get(String name) {
        TrainingRun run = byName.get(name);
        if (run == null) {
            throw Refusals.validation("Requested resource not found.");
        }
        return run;
    }
}
