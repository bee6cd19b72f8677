package io.mlops.local.sagemaker;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Page;
import io.mlops.local.call.Refusals;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.sagemaker.model.*;

/** The model package groups of an account in a region. */
final class ModelPackageGroups {
    private final Scope scope;
    private final Map<String, ModelPackageGroup> byName = new ConcurrentSkipListMap<>();

    private ModelPackageGroups(Scope scope) {
        this.scope = scope;
    }

    static ModelPackageGroups of(Cloud cloud, Scope scope) {
        return cloud.stores().of(ModelPackageGroups.class, scope, ModelPackageGroups::new);
    }

    CreateModelPackageGroupResponse create(Call call, CreateModelPackageGroupRequest request) {
        String name = request.modelPackageGroupName();
        ResourceTags.check(request.tags());
        String arn = arn(name);
        ModelPackageGroup group =
                new ModelPackageGroup(Shapes.copy(request, DescribeModelPackageGroupResponse.builder())
                        .modelPackageGroupArn(arn)
                        .creationTime(call.now())
                        .createdBy(creator(call))
                        .modelPackageGroupStatus(ModelPackageGroupStatus.COMPLETED)
                        .build());
        if (byName.putIfAbsent(name, group) != null) {
            throw Refusals.validation("Model Package Group already exists: " + arn);
        }
        ResourceTags.of(call.cloud(), scope).made(arn, request.tags());
        return CreateModelPackageGroupResponse.builder()
                .modelPackageGroupArn(arn)
                .build();
    }

    /** Names who made or changed something. */
    static UserContext creator(Call call) {
        return UserContext.builder()
                .iamIdentity(i ->
                        i.arn(call.caller().arn()).principalId(call.caller().userId()))
                .build();
    }

    DescribeModelPackageGroupResponse describe(DescribeModelPackageGroupRequest request) {
        return get(request.modelPackageGroupName()).described();
    }

    DeleteModelPackageGroupResponse delete(Call call, DeleteModelPackageGroupRequest request) {
        ModelPackageGroup group = get(request.modelPackageGroupName());
        String arn = group.described().modelPackageGroupArn();
        if (!group.versions().isEmpty()) {
            throw ConflictException.builder()
                    .message("ModelPackageGroup " + arn + " cannot be deleted because it still contains "
                            + group.versions().size() + " ModelPackages.")
                    .build();
        }
        byName.remove(group.described().modelPackageGroupName());
        ResourceTags.of(call.cloud(), scope).deleted(arn);
        return DeleteModelPackageGroupResponse.builder().build();
    }

    ListModelPackageGroupsResponse list(ListModelPackageGroupsRequest request) {
        if (request.crossAccountFilterOption() == CrossAccountFilterOption.CROSS_ACCOUNT) {
            throw Shapes.unsupported("CrossAccountFilterOption CrossAccount");
        }
        List<Listing.Entry<ModelPackageGroupSummary>> entries = byName.values().stream()
                .map(ModelPackageGroup::described)
                .map(group -> new Listing.Entry<>(
                        group.modelPackageGroupName(),
                        group.creationTime(),
                        group.creationTime(),
                        group.modelPackageGroupStatusAsString(),
                        Shapes.copy(group, ModelPackageGroupSummary.builder()).build()))
                .toList();
        Page<ModelPackageGroupSummary> page = Listing.of(request, true).page(entries);
        return ListModelPackageGroupsResponse.builder()
                .modelPackageGroupSummaryList(page.items())
                .nextToken(page.next())
                .build();
    }

    Collection<ModelPackageGroup> all() {
        return byName.values();
    }

    /** Finds a group by its name or ARN. */
    Optional<ModelPackageGroup> find(String nameOrArn) {
        String prefix = arn("");
        return nameOrArn.startsWith(prefix)
                ? inArns(nameOrArn.substring(prefix.length()))
                : Optional.ofNullable(byName.get(nameOrArn));
    }

    /** Finds a group by its name as it is in ARNs. */
    Optional<ModelPackageGroup> inArns(String name) {
        return byName.values().stream()
                .filter(group -> group.described().modelPackageGroupArn().equals(arn(name)))
                .findFirst();
    }

    ModelPackageGroup get(String nameOrArn) {
        return find(nameOrArn)
                .orElseThrow(() -> Refusals.validation("ModelPackageGroup "
                        + (nameOrArn.startsWith("arn:") ? nameOrArn : arn(nameOrArn)) + " does not exist."));
    }

    private String arn(String name) {
        return Shapes.arn(scope, "model-package-group", name);
    }
}
