package io.mlops.run;

import io.mlops.apply.Executions;
import io.mlops.apply.Missing;
import io.mlops.aws.AwsClients;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.StageState;
import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageSortBy;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageSummary;
import software.amazon.awssdk.services.sagemaker.model.SortOrder;

/** Reads where a pipeline stands: what the recipe's five validations ask one by one. */
public final class StatusReader {
    private static final int NEWEST = 10;
    private static final int LAST_LINES = 10;

    private final AwsClients aws;
    private final PipelineSpec spec;
    private final Names names;

    /**
     * Reads one pipeline's.
     *
     * @param aws the account's clients
     * @param spec the description
     * @param names the derived names
     */
    public StatusReader(AwsClients aws, PipelineSpec spec, Names names) {
        this.aws = aws;
        this.spec = spec;
        this.names = names;
    }

    /**
     * Reads the status. What is not there is left out.
     *
     * @return the status
     */
    public PipelineStatus read() {
        return new PipelineStatus(
                Missing.orValue(() -> aws.sageMaker()
                        .describeModelPackageGroup(request -> request.modelPackageGroupName(spec.modelPackageGroup()))
                        .modelPackageGroupStatusAsString()),
                executions(),
                Missing.orValue(() -> aws.codePipeline()
                                .getPipelineState(request -> request.name(names.pipeline()))
                                .stageStates())
                        .orElse(List.of())
                        .stream()
                        .map(StatusReader::stage)
                        .toList(),
                packages(null).stream().map(this::described).toList(),
                packages(ModelApprovalStatus.APPROVED).stream()
                        .map(ModelPackageSummary::modelPackageArn)
                        .findFirst(),
                logs());
    }

    private List<PipelineStatus.Execution> executions() {
        return new Executions(aws, names.pipeline())
                .newest().stream()
                        .limit(NEWEST)
                        .map(execution -> new PipelineStatus.Execution(
                                execution.pipelineExecutionId(),
                                execution.statusAsString(),
                                execution.startTime(),
                                execution.trigger() == null
                                        ? ""
                                        : execution.trigger().triggerTypeAsString()))
                        .toList();
    }

    private static PipelineStatus.Stage stage(StageState state) {
        return new PipelineStatus.Stage(
                state.stageName(),
                state.latestExecution() == null ? "" : state.latestExecution().statusAsString(),
                state.actionStates().stream()
                        .anyMatch(action -> action.latestExecution() != null
                                && action.latestExecution().token() != null));
    }

    private List<ModelPackageSummary> packages(@Nullable ModelApprovalStatus approval) {
        return Missing.orValue(() -> aws.sageMaker()
                        .listModelPackages(request -> request.modelPackageGroupName(spec.modelPackageGroup())
                                .modelApprovalStatus(approval)
                                .sortBy(ModelPackageSortBy.CREATION_TIME)
                                .sortOrder(SortOrder.DESCENDING)
                                .maxResults(NEWEST))
                        .modelPackageSummaryList())
                .orElse(List.of());
    }

    private PipelineStatus.ModelPackage described(ModelPackageSummary summary) {
        String description = aws.sageMaker()
                .describeModelPackage(request -> request.modelPackageName(summary.modelPackageArn()))
                .approvalDescription();
        return new PipelineStatus.ModelPackage(
                summary.modelPackageArn(),
                summary.modelPackageVersion(),
                summary.modelApprovalStatusAsString(),
                Optional.ofNullable(description).orElse(""));
    }

    private Map<String, List<String>> logs() {
        Map<String, List<String>> logs = new TreeMap<>();
        for (String project : List.of(names.trainProject(), names.testProject())) {
            Missing.orValue(() -> aws.codeBuild()
                            .listBuildsForProject(request -> request.projectName(project))
                            .ids())
                    .orElse(List.of())
                    .stream()
                    .findFirst()
                    .ifPresent(id -> logs.put(project, new BuildLog(aws, id).last(LAST_LINES)));
        }
        return logs;
    }
}
