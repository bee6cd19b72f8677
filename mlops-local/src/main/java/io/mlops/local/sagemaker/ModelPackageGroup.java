package io.mlops.local.sagemaker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.DescribeModelPackageResponse;

/** A model package group with its versions. A version's number is never given twice. */
final class ModelPackageGroup {
    private final DescribeModelPackageGroupResponse described;
    private final Map<Integer, DescribeModelPackageResponse> versions = new TreeMap<>();
    private final Map<String, Registration> byToken = new HashMap<>();
    private int last;

    /** What a client token was first used for. */
    record Registration(CreateModelPackageRequest request, String arn) {}

    ModelPackageGroup(DescribeModelPackageGroupResponse described) {
        this.described = described;
    }

    DescribeModelPackageGroupResponse described() {
        return described;
    }

    /** Adds the next version, or gives the registration that came with the same client token before. */
    synchronized Registration add(CreateModelPackageRequest request, IntFunction<DescribeModelPackageResponse> make) {
        Registration before = request.clientToken() == null ? null : byToken.get(request.clientToken());
        if (before != null) {
            return before;
        }
        last++;
        DescribeModelPackageResponse made = make.apply(last);
        versions.put(last, made);
        Registration registration = new Registration(request, made.modelPackageArn());
        if (request.clientToken() != null) {
            byToken.put(request.clientToken(), registration);
        }
        return registration;
    }

    synchronized Optional<DescribeModelPackageResponse> version(int number) {
        return Optional.ofNullable(versions.get(number));
    }

    synchronized boolean update(int number, UnaryOperator<DescribeModelPackageResponse> change) {
        return versions.computeIfPresent(number, (key, before) -> change.apply(before)) != null;
    }

    synchronized boolean remove(int number) {
        return versions.remove(number) != null;
    }

    synchronized List<DescribeModelPackageResponse> versions() {
        return new ArrayList<>(versions.values());
    }
}
