package io.mlops.launch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.MetricData;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageStatus;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.StopTrainingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.StopTrainingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.TrainingJobStatus;

/** SageMaker with one training job whose statuses are told beforehand; the last one stays. */
final class FakeSageMaker implements SageMakerClient {
    static final String GROUP_ARN = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud-models/";

    final List<CreateTrainingJobRequest> trainingJobs = new ArrayList<>();
    final List<String> stopped = new ArrayList<>();
    final List<CreateModelPackageRequest> packages = new ArrayList<>();
    final Deque<TrainingJobStatus> statuses =
            new ArrayDeque<>(List.of(TrainingJobStatus.IN_PROGRESS, TrainingJobStatus.COMPLETED));
    final Deque<ModelPackageStatus> packageStatuses =
            new ArrayDeque<>(List.of(ModelPackageStatus.IN_PROGRESS, ModelPackageStatus.COMPLETED));
    List<MetricData> metrics = List.of();
    String failureReason = "";
    boolean nameTaken;
    boolean createRefused;
    int stopsThrottled;
    Runnable whenDescribed = () -> {};
    Runnable whenRegistered = () -> {};
    /** The looks that fail, in order, before one succeeds: at training job and model package. */
    final Deque<SdkException> failures = new ArrayDeque<>();

    @Override
    public CreateTrainingJobResponse createTrainingJob(CreateTrainingJobRequest request) {
        if (nameTaken) {
            throw ResourceInUseException.builder()
                    .message("Training job names must be unique")
                    .build();
        }
        if (createRefused) {
            throw error("ResourceLimitExceeded", 400);
        }
        trainingJobs.add(request);
        return CreateTrainingJobResponse.builder().build();
    }

    @Override
    public DescribeTrainingJobResponse describeTrainingJob(DescribeTrainingJobRequest request) {
        whenDescribed.run();
        fail();
        TrainingJobStatus status = statuses.size() > 1 ? statuses.remove() : statuses.element();
        return DescribeTrainingJobResponse.builder()
                .trainingJobName(request.trainingJobName())
                .trainingJobArn("arn:aws:sagemaker:eu-west-1:123456789012:training-job/" + request.trainingJobName())
                .trainingJobStatus(status)
                .secondaryStatus(status == TrainingJobStatus.IN_PROGRESS ? "Training" : status.toString())
                .failureReason(status == TrainingJobStatus.FAILED ? failureReason : null)
                .algorithmSpecification(algorithm -> algorithm.trainingImage("image:1"))
                .modelArtifacts(artifacts -> artifacts.s3ModelArtifacts("s3://bucket/models/j/output/model.tar.gz"))
                .finalMetricDataList(metrics)
                .trainingTimeInSeconds(status == TrainingJobStatus.IN_PROGRESS ? null : 200)
                .billableTimeInSeconds(status == TrainingJobStatus.IN_PROGRESS ? null : 60)
                .build();
    }

    @Override
    public StopTrainingJobResponse stopTrainingJob(StopTrainingJobRequest request) {
        if (stopsThrottled-- > 0) {
            throw error("ThrottlingException", 400);
        }
        stopped.add(request.trainingJobName());
        return StopTrainingJobResponse.builder().build();
    }

    @Override
    public CreateModelPackageResponse createModelPackage(CreateModelPackageRequest request) {
        packages.add(request);
        whenRegistered.run();
        return CreateModelPackageResponse.builder()
                .modelPackageArn(GROUP_ARN + packages.size())
                .build();
    }

    @Override
    public DescribeModelPackageResponse describeModelPackage(DescribeModelPackageRequest request) {
        fail();
        return DescribeModelPackageResponse.builder()
                .modelPackageArn(request.modelPackageName())
                .modelPackageStatus(packageStatuses.size() > 1 ? packageStatuses.remove() : packageStatuses.element())
                .build();
    }

    static SageMakerException error(String code, int status) {
        return (SageMakerException) SageMakerException.builder()
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .statusCode(status)
                .build();
    }

    private void fail() {
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
