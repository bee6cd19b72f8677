package io.mlops.local.ecr;

import io.mlops.local.call.Call;
import io.mlops.local.call.HonouredMembers;
import io.mlops.local.call.Page;
import io.mlops.local.kms.Keys;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.*;

/** ECR. Nothing is pushed or pulled: see {@link Repositories}. */
public final class LocalEcr implements EcrClient {
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*");
    private static final Set<String> HONOURED =
            Set.of("registryId", "repositoryName", "tags", "imageTagMutability", "encryptionConfiguration");
    private static final int MOST_TAGS = 50;

    private final Call call;
    private final Repositories repositories;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalEcr(Call call) {
        this.call = call;
        this.repositories = Repositories.of(call.cloud(), call.scope());
    }

    private String registry() {
        return call.caller().accountId();
    }

    @Override
    public CreateRepositoryResponse createRepository(CreateRepositoryRequest request) {
        String name = request.repositoryName();
        List<String> others = HonouredMembers.others(request, HONOURED);
        boolean foreign = request.registryId() != null && !request.registryId().equals(registry());
        if (!others.isEmpty() || foreign) {
            throw invalid((foreign ? "registryId" : String.join(", ", others))
                    + "' is not honoured by this emulator: leave it out");
        } else if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "repositoryName' failed to satisfy constraint: 'must satisfy regular expression '" + NAME + "'");
        }
        Repository repository = Repository.builder()
                .registryId(registry())
                .repositoryName(name)
                .repositoryArn(call.scope().arn("ecr", "repository/" + name))
                .repositoryUri(repositories.uri(name))
                .createdAt(call.now())
                .imageTagMutability(
                        Optional.ofNullable(request.imageTagMutability()).orElse(ImageTagMutability.MUTABLE))
                .imageScanningConfiguration(scanning -> scanning.scanOnPush(false))
                .encryptionConfiguration(encryption(request.encryptionConfiguration()))
                .build();
        Repositories.Stored made = new Repositories.Stored(repository, tags(Map.of(), request.tags()));
        if (repositories.byName().putIfAbsent(name, made) != null) {
            throw RepositoryAlreadyExistsException.builder()
                    .message("The repository with name '" + name + "' already exists in the registry with id '"
                            + registry() + "'")
                    .build();
        }
        return CreateRepositoryResponse.builder().repository(repository).build();
    }

    private EncryptionConfiguration encryption(@Nullable EncryptionConfiguration wanted) {
        if (wanted == null) {
            return EncryptionConfiguration.builder()
                    .encryptionType(EncryptionType.AES256)
                    .build();
        } else if (wanted.kmsKey() != null
                && !Keys.of(call.cloud(), call.scope()).has(wanted.kmsKey())) {
            throw KmsException.builder()
                    .message("The operation failed due to a KMS exception: key " + wanted.kmsKey() + " is not found")
                    .kmsError("NotFoundException")
                    .build();
        }
        return wanted;
    }

    private static Map<String, String> tags(Map<String, String> present, List<Tag> added) {
        Map<String, String> tags = new LinkedHashMap<>(present);
        Set<String> keys = new HashSet<>();
        for (Tag tag : added) {
            tags.put(tag.key(), tag.value());
            if (tag.key().startsWith("aws:") || !keys.add(tag.key())) {
                throw InvalidTagParameterException.builder()
                        .message("Invalid parameter at 'tags': " + tag.key() + " is reserved, or comes twice")
                        .build();
            }
        }
        if (tags.size() > MOST_TAGS) {
            throw TooManyTagsException.builder()
                    .message("A repository cannot have more than 50 tags")
                    .build();
        }
        return tags;
    }

    @Override
    public DescribeRepositoriesResponse describeRepositories(DescribeRepositoriesRequest request) {
        List<Repository> found = request.repositoryNames().isEmpty()
                ? repositories.byName().values().stream()
                        .map(Repositories.Stored::repository)
                        .toList()
                : request.repositoryNames().stream()
                        .map(name -> find(name, request.registryId()))
                        .toList();
        Page<Repository> page = Page.of(found, request.nextToken(), request.maxResults(), LocalEcr::wrongToken);
        return DescribeRepositoriesResponse.builder()
                .repositories(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        if (request.filter() != null && request.filter().tagStatus() != TagStatus.ANY) {
            throw invalid("filter' is not honoured by this emulator: leave it out");
        }
        Repository repository = find(request.repositoryName(), request.registryId());
        List<ImageDetail> all = repositories.images(repository);
        List<ImageDetail> found = request.imageIds().isEmpty()
                ? all
                : request.imageIds().stream()
                        .map(id -> image(id, repository, all))
                        .distinct()
                        .toList();
        Page<ImageDetail> page = Page.of(found, request.nextToken(), request.maxResults(), LocalEcr::wrongToken);
        return DescribeImagesResponse.builder()
                .imageDetails(page.items())
                .nextToken(page.next())
                .build();
    }

    private ImageDetail image(ImageIdentifier id, Repository repository, List<ImageDetail> all) {
        return all.stream()
                .filter(image -> id.imageTag() == null || image.imageTags().contains(id.imageTag()))
                .filter(image -> id.imageDigest() == null || id.imageDigest().equals(image.imageDigest()))
                .findFirst()
                .orElseThrow(() -> ImageNotFoundException.builder()
                        .message("The image with imageId {imageDigest:'" + id.imageDigest() + "', imageTag:'"
                                + id.imageTag() + "'} does not exist within the repository with name '"
                                + repository.repositoryName() + "' in the registry with id '" + registry() + "'")
                        .build());
    }

    @Override
    public PutImageTagMutabilityResponse putImageTagMutability(PutImageTagMutabilityRequest request) {
        Repository found = find(request.repositoryName(), request.registryId());
        ImageTagMutability wanted = request.imageTagMutability();
        if (wanted != ImageTagMutability.MUTABLE && wanted != ImageTagMutability.IMMUTABLE) {
            throw invalid("imageTagMutability' is not honoured by this emulator: give MUTABLE or IMMUTABLE");
        }
        repositories
                .byName()
                .computeIfPresent(
                        found.repositoryName(),
                        (name, stored) -> new Repositories.Stored(
                                stored.repository().toBuilder()
                                        .imageTagMutability(wanted)
                                        .build(),
                                stored.tags()));
        return PutImageTagMutabilityResponse.builder()
                .registryId(registry())
                .repositoryName(found.repositoryName())
                .imageTagMutability(wanted)
                .build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        String prefix = call.scope().arn("ecr", "repository/");
        if (!request.resourceArn().startsWith(prefix)) {
            throw invalid("resourceArn' failed to satisfy constraint: 'Invalid ARN'");
        }
        Repository found = find(request.resourceArn().substring(prefix.length()), registry());
        repositories
                .byName()
                .computeIfPresent(
                        found.repositoryName(),
                        (name, stored) ->
                                new Repositories.Stored(stored.repository(), tags(stored.tags(), request.tags())));
        return TagResourceResponse.builder().build();
    }

    @Override
    public DeleteRepositoryResponse deleteRepository(DeleteRepositoryRequest request) {
        Repository repository = find(request.repositoryName(), request.registryId());
        if (!repositories.images(repository).isEmpty() && !Boolean.TRUE.equals(request.force())) {
            throw RepositoryNotEmptyException.builder()
                    .message("The repository with name '" + repository.repositoryName() + "' in registry with id '"
                            + registry() + "' cannot be deleted because it still contains images")
                    .build();
        }
        repositories.byName().remove(repository.repositoryName());
        return DeleteRepositoryResponse.builder().repository(repository).build();
    }

    private Repository find(String name, @Nullable String registry) {
        boolean own = registry == null || registry.equals(registry());
        Repositories.Stored stored = own ? repositories.byName().get(name) : null;
        if (stored == null) {
            throw RepositoryNotFoundException.builder()
                    .message("The repository with name '" + name + "' does not exist in the registry with id '"
                            + (own ? registry() : registry) + "'")
                    .build();
        }
        return stored.repository();
    }

    private static InvalidParameterException wrongToken() {
        return invalid("nextToken' failed to satisfy constraint: 'it must be the one of the page before'");
    }

    private static InvalidParameterException invalid(String what) {
        return InvalidParameterException.builder()
                .message("Invalid parameter at '" + what)
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
