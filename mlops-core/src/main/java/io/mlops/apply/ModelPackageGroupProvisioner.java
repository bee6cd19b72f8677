package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.ModelPackageGroup;
import io.mlops.spec.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageSummary;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** Provisions the model package group. It is deleted with its packages, since AWS deletes only an empty one. */
final class ModelPackageGroupProvisioner implements Provisioner<ModelPackageGroup> {
    private final AwsClients aws;
    private final Tags tags;
    private final Names names;

    ModelPackageGroupProvisioner(AwsClients aws, Tags tags, Names names) {
        this.aws = aws;
        this.tags = tags;
        this.names = names;
    }

    @Override
    public Class<ModelPackageGroup> type() {
        return ModelPackageGroup.class;
    }

    @Override
    public Optional<ModelPackageGroup> read(String name) {
        SageMakerClient sageMaker = aws.sageMaker();
        return Missing.orValue(
                        () -> sageMaker.describeModelPackageGroup(request -> request.modelPackageGroupName(name)))
                .map(group -> new ModelPackageGroup(
                        name,
                        tags.own(
                                sageMaker
                                        .listTags(request -> request.resourceArn(group.modelPackageGroupArn()))
                                        .tags(),
                                Tag::key,
                                Tag::value)));
    }

    @Override
    public void create(ModelPackageGroup wanted) {
        aws.sageMaker()
                .createModelPackageGroup(
                        request -> request.modelPackageGroupName(wanted.name()).tags(tags(wanted.tags())));
    }

    @Override
    public void update(ModelPackageGroup before, ModelPackageGroup after) {
        String arn = names.account().arn("sagemaker", "model-package-group/" + after.name());
        aws.sageMaker().addTags(request -> request.resourceArn(arn).tags(tags(after.tags())));
    }

    @Override
    public void delete(ModelPackageGroup group) {
        SageMakerClient sageMaker = aws.sageMaker();
        Missing.tolerated(() -> {
            List<ModelPackageSummary> packages;
            do {
                // Always the first page: what it lists is gone when the next is asked for.
                packages = sageMaker
                        .listModelPackages(request ->
                                request.modelPackageGroupName(group.name()).maxResults(100))
                        .modelPackageSummaryList();
                packages.forEach(summary -> Missing.tolerated(() ->
                        sageMaker.deleteModelPackage(request -> request.modelPackageName(summary.modelPackageArn()))));
            } while (!packages.isEmpty());
            sageMaker.deleteModelPackageGroup(request -> request.modelPackageGroupName(group.name()));
        });
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return Tags.list(
                tags, (key, value) -> Tag.builder().key(key).value(value).build());
    }
}
