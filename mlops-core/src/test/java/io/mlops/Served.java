package io.mlops;

import io.mlops.aws.AwsClients;
import io.mlops.contract.TagKeys;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** What the deploy step leaves of pipeline {@code fraud}: model, config, endpoint, scalable target and alarm. */
public final class Served {
    /** What {@link PingServer#command()} stands for. */
    public static final String IMAGE = "ping:1";

    private static final String NAME = "fraud-v1-0123456789";

    private Served() {}

    public static void make(AwsClients aws) {
        Tag tag = Tag.builder().key(TagKeys.PIPELINE).value("fraud").build();
        aws.sageMaker()
                .createModel(r -> r.modelName(NAME)
                        .primaryContainer(c -> c.image(IMAGE))
                        .executionRoleArn("arn:aws:iam::123456789012:role/mlops/fraud/fraud-serving")
                        .tags(tag));
        aws.sageMaker()
                .createEndpointConfig(r -> r.endpointConfigName(NAME)
                        .productionVariants(ProductionVariant.builder()
                                .variantName("AllTraffic")
                                .modelName(NAME)
                                .instanceType("ml.m5.large")
                                .initialInstanceCount(1)
                                .build())
                        .tags(tag));
        aws.sageMaker()
                .createEndpoint(
                        r -> r.endpointName("fraud").endpointConfigName(NAME).tags(tag));
        while (status(aws) == EndpointStatus.CREATING) {
            Thread.onSpinWait();
        }
        aws.scaling()
                .registerScalableTarget(r -> r.serviceNamespace(ServiceNamespace.SAGEMAKER)
                        .resourceId("endpoint/fraud/variant/AllTraffic")
                        .scalableDimension(ScalableDimension.SAGEMAKER_VARIANT_DESIRED_INSTANCE_COUNT)
                        .minCapacity(1)
                        .maxCapacity(2));
        alarm(aws, NAME + "-AllTraffic-1-ModelLatency", "fraud");
    }

    static EndpointStatus status(AwsClients aws) {
        return aws.sageMaker().describeEndpoint(r -> r.endpointName("fraud")).endpointStatus();
    }

    static void alarm(AwsClients aws, String name, String owner) {
        aws.cloudWatch()
                .putMetricAlarm(r -> r.alarmName(name)
                        .namespace("AWS/SageMaker")
                        .metricName("ModelLatency")
                        .statistic(Statistic.AVERAGE)
                        .period(60)
                        .evaluationPeriods(1)
                        .threshold(1.0)
                        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                        .tags(software.amazon.awssdk.services.cloudwatch.model.Tag.builder()
                                .key(TagKeys.PIPELINE)
                                .value(owner)
                                .build()));
    }
}
