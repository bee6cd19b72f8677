package io.mlops.teardown;

import io.mlops.apply.ApplyEvent;
import io.mlops.apply.ApplyListener;
import io.mlops.apply.Executions;
import io.mlops.apply.Missing;
import io.mlops.apply.TaggedArn;
import io.mlops.apply.Waiting;
import io.mlops.aws.AwsClients;
import io.mlops.spec.Names;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** Stops what runs: executions, the builds that they abandon, and the training jobs that those leave behind. */
final class Running {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    /** BatchGetBuilds takes 100 ids; builds that run are among the newest. */
    private static final int NEWEST = 100;

    private final AwsClients aws;
    private final Names names;
    private final Waiting waiting;
    private final ApplyListener listener;

    Running(AwsClients aws, Names names, Waiting waiting, ApplyListener listener) {
        this.aws = aws;
        this.names = names;
        this.waiting = waiting;
        this.listener = listener;
    }

    /** Names what would be stopped. */
    List<String> found(List<TaggedArn> tagged) {
        return Stream.of(
                        new Executions(aws, names.pipeline()).running().stream().map(id -> "execution " + id),
                        builds().stream().map(id -> "build " + id),
                        jobs(tagged).stream().filter(this::runs).map(job -> "training job " + job))
                .flatMap(Function.identity())
                .toList();
    }

    void stopExecutions() {
        Executions executions = new Executions(aws, names.pipeline());
        for (String id : executions.running()) {
            listener.on(new ApplyEvent.Started("execution " + id, "stop"));
            executions.stop(id, "the pipeline is being destroyed");
        }
        waiting.until(PATIENCE, () -> executions.running().isEmpty());
        for (String id : builds()) {
            listener.on(new ApplyEvent.Started("build " + id, "stop"));
            Missing.tolerated(() -> aws.codeBuild().stopBuild(request -> request.id(id)));
        }
        waiting.until(PATIENCE, () -> builds().isEmpty());
    }

    private List<String> builds() {
        return Stream.of(names.trainProject(), names.testProject())
                .flatMap(project -> Missing.orValue(() -> aws.codeBuild()
                                .listBuildsForProject(request -> request.projectName(project))
                                .ids())
                        .orElse(List.of())
                        .stream()
                        .limit(NEWEST))
                .flatMap(id -> aws.codeBuild().batchGetBuilds(request -> request.ids(id)).builds().stream())
                .filter(build -> build.buildStatus() == StatusType.IN_PROGRESS)
                .map(Build::id)
                .toList();
    }

    void stopTrainingJobs(List<TaggedArn> tagged) {
        List<String> jobs = jobs(tagged);
        for (String job : jobs) {
            if (runs(job)) {
                listener.on(new ApplyEvent.Started("training job " + job, "stop"));
                Missing.tolerated(() -> aws.sageMaker().stopTrainingJob(request -> request.trainingJobName(job)));
            }
        }
        waiting.until(PATIENCE, () -> jobs.stream().noneMatch(this::runs));
    }

    private static List<String> jobs(List<TaggedArn> tagged) {
        return tagged.stream()
                .filter(arn -> arn.is("sagemaker", "training-job"))
                .map(TaggedArn::name)
                .toList();
    }

    private boolean runs(String job) {
        return Missing.orValue(() -> aws.sageMaker()
                        .describeTrainingJob(request -> request.trainingJobName(job))
                        .trainingJobStatus())
                .filter(status -> status == TrainingJobStatus.IN_PROGRESS || status == TrainingJobStatus.STOPPING)
                .isPresent();
    }
}
