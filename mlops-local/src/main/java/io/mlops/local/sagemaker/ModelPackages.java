package io.mlops.local.sagemaker;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import io.mlops.local.call.Page;
import io.mlops.local.call.Refusals;
import io.mlops.local.events.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sagemaker.model.*;

/** The model packages of an account in a region: versions in groups. */
final class ModelPackages {
    private static final Pattern NAME = Pattern.compile("([^/:]+)/([0-9]{1,9})");
    private static final int MOST_PROPERTIES = 50;

    private final Scope scope;
    private final ModelPackageGroups groups;

    private ModelPackages(Scope scope, ModelPackageGroups groups) {
        this.scope = scope;
        this.groups = groups;
    }

    static ModelPackages of(Call call) {
        return new ModelPackages(call.scope(), ModelPackageGroups.of(call.cloud(), call.scope()));
    }

    /** Where a package is. */
    private record Place(ModelPackageGroup group, int version) {}

    CreateModelPackageResponse create(Call call, CreateModelPackageRequest request) {
        checkCreation(request);
        ModelPackageGroup group = groups.find(request.modelPackageGroupName())
                .orElseThrow(() -> Refusals.validation("Model Package Group does not exist."));
        ModelPackageGroup.Registration registered =
                group.add(request, version -> made(call, request, group.described(), version));
        if (!registered.request().equals(request)) {
            throw ConflictException.builder()
                    .message("The ClientToken " + request.clientToken() + " was used for another model package: "
                            + registered.arn())
                    .build();
        }
        tell(call, registered.arn());
        return CreateModelPackageResponse.builder()
                .modelPackageArn(registered.arn())
                .build();
    }

    private static void checkCreation(CreateModelPackageRequest request) {
        boolean grouped = request.modelPackageGroupName() != null;
        if (grouped && request.modelPackageName() != null) {
            throw Refusals.validation("Both ModelPackageName and ModelPackageGroupName are provided in the input."
                    + " Cannot determine which one to use.");
        } else if (request.modelPackageName() != null) {
            throw Refusals.validation("An unversioned model package (ModelPackageName) is not supported by this"
                    + " emulator: give ModelPackageGroupName");
        } else if (!grouped) {
            throw Refusals.validation("Missing ARN.");
        } else if (request.hasTags() && !request.tags().isEmpty()) {
            throw Refusals.validation("Tags cannot be given for a model package with ModelPackageGroupName: it uses the"
                    + " tags of its model package group. Tag the group.");
        }
        Shapes.refuseAllBut(
                request,
                "ModelPackageGroupName",
                "ModelPackageDescription",
                "InferenceSpecification",
                "ModelApprovalStatus",
                "MetadataProperties",
                "ModelMetrics",
                "ClientToken",
                "Domain",
                "Task",
                "SamplePayloadUrl",
                "CustomerMetadataProperties",
                "DriftCheckBaselines",
                "AdditionalInferenceSpecifications",
                "SkipModelValidation",
                "SourceUri",
                "SecurityConfig",
                "ModelCard",
                "ModelLifeCycle");
    }

    private DescribeModelPackageResponse made(
            Call call, CreateModelPackageRequest request, DescribeModelPackageGroupResponse group, int version) {
        DescribeModelPackageResponse.Builder made = Shapes.copy(request, DescribeModelPackageResponse.builder());
        if (request.modelApprovalStatus() == null) {
            made.modelApprovalStatus(ModelApprovalStatus.PENDING_MANUAL_APPROVAL);
        }
        return made.modelPackageGroupName(group.modelPackageGroupName())
                .modelPackageVersion(version)
                .modelPackageArn(Shapes.arn(scope, "model-package", group.modelPackageGroupName() + "/" + version))
                .modelPackageStatus(ModelPackageStatus.COMPLETED)
                .modelPackageStatusDetails(d -> d.validationStatuses(List.of()).imageScanStatuses(List.of()))
                .certifyForMarketplace(false)
                .creationTime(call.now())
                .createdBy(ModelPackageGroups.creator(call))
                .build();
    }

    DescribeModelPackageResponse describe(DescribeModelPackageRequest request) {
        Shapes.refuseAllBut(request, "ModelPackageName");
        return get(request.modelPackageName());
    }

    /** Gives a package by its ARN. */
    DescribeModelPackageResponse get(String arn) {
        return find(arn)
                .flatMap(place -> place.group().version(place.version()))
                .orElseThrow(() -> missing(arn));
    }

    UpdateModelPackageResponse update(Call call, UpdateModelPackageRequest request) {
        Shapes.refuseAllBut(
                request,
                "ModelPackageArn",
                "ModelApprovalStatus",
                "ApprovalDescription",
                "CustomerMetadataProperties",
                "CustomerMetadataPropertiesToRemove",
                "AdditionalInferenceSpecificationsToAdd",
                "InferenceSpecification",
                "SourceUri",
                "ModelCard",
                "ModelLifeCycle",
                "ClientToken");
        String arn = request.modelPackageArn();
        Place place = find(arn).orElseThrow(() -> missing(arn));
        if (!place.group().update(place.version(), before -> changed(call, before, request))) {
            throw missing(arn);
        }
        tell(call, arn);
        return UpdateModelPackageResponse.builder().modelPackageArn(arn).build();
    }

    private void tell(Call call, String arn) {
        EventBus.of(call.cloud(), scope)
                .publish("aws.sagemaker", "SageMaker Model Package State Change", List.of(arn), get(arn));
    }

    private static DescribeModelPackageResponse changed(
            Call call, DescribeModelPackageResponse before, UpdateModelPackageRequest request) {
        Map<String, String> metadata = new TreeMap<>(before.customerMetadataProperties());
        metadata.putAll(request.customerMetadataProperties());
        request.customerMetadataPropertiesToRemove().forEach(metadata::remove);
        if (metadata.size() > MOST_PROPERTIES) {
            throw Refusals.validation("A model package can have at most " + MOST_PROPERTIES
                    + " CustomerMetadataProperties, not " + metadata.size() + ".");
        }
        List<AdditionalInferenceSpecificationDefinition> additional =
                new ArrayList<>(before.additionalInferenceSpecifications());
        additional.addAll(request.additionalInferenceSpecificationsToAdd());
        return Shapes.copy(request, before.toBuilder())
                .customerMetadataProperties(metadata)
                .additionalInferenceSpecifications(additional)
                .lastModifiedTime(call.now())
                .lastModifiedBy(ModelPackageGroups.creator(call))
                .build();
    }

    DeleteModelPackageResponse delete(DeleteModelPackageRequest request) {
        String arn = request.modelPackageName();
        if (find(arn).filter(place -> place.group().remove(place.version())).isEmpty()) {
            throw missing(arn);
        }
        return DeleteModelPackageResponse.builder().build();
    }

    ListModelPackagesResponse list(ListModelPackagesRequest request) {
        List<Listing.Entry<ModelPackageSummary>> entries = candidates(request)
                .filter(found -> request.modelApprovalStatus() == null
                        || found.modelApprovalStatus() == request.modelApprovalStatus())
                .map(found -> new Listing.Entry<>(
                        sortableName(found),
                        found.creationTime(),
                        found.creationTime(),
                        found.modelPackageStatusAsString(),
                        Shapes.copy(found, ModelPackageSummary.builder()).build()))
                .toList();
        Page<ModelPackageSummary> page = Listing.of(request, true).page(entries);
        return ListModelPackagesResponse.builder()
                .modelPackageSummaryList(page.items())
                .nextToken(page.next())
                .build();
    }

    /** Without a group, SageMaker lists unversioned packages unless it is asked for others. */
    private Stream<DescribeModelPackageResponse> candidates(ListModelPackagesRequest request) {
        if (request.modelPackageGroupName() != null) {
            return groups.get(request.modelPackageGroupName()).versions().stream();
        }
        boolean versioned = request.modelPackageType() == ModelPackageType.VERSIONED
                || request.modelPackageType() == ModelPackageType.BOTH;
        return versioned ? groups.all().stream().flatMap(group -> group.versions().stream()) : Stream.empty();
    }

    /** Versions made within one instant are listed in their order. */
    private static String sortableName(DescribeModelPackageResponse found) {
        return found.modelPackageGroupName() + "/" + String.format("%09d", found.modelPackageVersion());
    }

    /** Finds a package by its ARN, or by its group's name and its version. */
    private Optional<Place> find(String nameOrArn) {
        String prefix = Shapes.arn(scope, "model-package", "");
        boolean named = !nameOrArn.startsWith("arn:");
        Matcher matcher = NAME.matcher(named ? nameOrArn : nameOrArn.replace(prefix, ""));
        return matcher.matches()
                ? (named ? groups.find(matcher.group(1)) : groups.inArns(matcher.group(1)))
                        .map(group -> new Place(group, Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    private RuntimeException missing(String nameOrArn) {
        String arn = nameOrArn.startsWith("arn:") ? nameOrArn : Shapes.arn(scope, "model-package", nameOrArn);
        return Refusals.validation("ModelPackage " + arn + " does not exist.");
    }
}
