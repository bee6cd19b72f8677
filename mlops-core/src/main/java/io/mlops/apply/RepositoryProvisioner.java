package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.Repository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.Tag;

/** Provisions ECR repositories. They are deleted with the images in them. */
final class RepositoryProvisioner implements Provisioner<Repository> {
    private final AwsClients aws;
    private final Tags tags;

    RepositoryProvisioner(AwsClients aws, Tags tags) {
        this.aws = aws;
        this.tags = tags;
    }

    @Override
    public Class<Repository> type() {
        return Repository.class;
    }

    @Override
    public Optional<Repository> read(String name) {
        EcrClient ecr = aws.ecr();
        return Missing.orValue(() -> ecr.describeRepositories(request -> request.repositoryNames(name))
                        .repositories()
                        .get(0))
                .map(repository -> new Repository(
                        name,
                        repository.imageTagMutability() == ImageTagMutability.IMMUTABLE,
                        tags.own(Tagged.of(aws, repository.repositoryArn()))));
    }

    @Override
    public void create(Repository wanted) {
        try {
            aws.ecr()
                    .createRepository(request -> request.repositoryName(wanted.name())
                            .imageTagMutability(mutability(wanted))
                            .tags(tags(wanted.tags())));
        } catch (RepositoryAlreadyExistsException e) {
            update(wanted, wanted);
        }
    }

    @Override
    public void update(Repository before, Repository after) {
        EcrClient ecr = aws.ecr();
        ecr.putImageTagMutability(
                request -> request.repositoryName(after.name()).imageTagMutability(mutability(after)));
        String arn = ecr.describeRepositories(request -> request.repositoryNames(after.name()))
                .repositories()
                .get(0)
                .repositoryArn();
        ecr.tagResource(request -> request.resourceArn(arn).tags(tags(after.tags())));
    }

    @Override
    public void delete(Repository repository) {
        Missing.tolerated(() -> aws.ecr()
                .deleteRepository(
                        request -> request.repositoryName(repository.name()).force(true)));
    }

    private static ImageTagMutability mutability(Repository wanted) {
        return wanted.immutable() ? ImageTagMutability.IMMUTABLE : ImageTagMutability.MUTABLE;
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return Tags.list(
                tags, (key, value) -> Tag.builder().key(key).value(value).build());
    }
}
