package io.mlops.plan;

import java.util.Map;
import java.util.Set;

/**
 * One AWS resource: what it should be, or, read from an account, what it is. Both are the same record, so that a difference
 * is a difference of fields.
 */
public sealed interface Resource
        permits BuildProject, Bucket, Function, LogGroup, ModelPackageGroup, Pipeline, Role, StoredObject {
    /**
     * Names the resource.
     *
     * @return type and name
     */
    ResourceId id();

    /**
     * Lists what has to exist before this, as far as its own properties tell.
     *
     * @return ids, some of which may not belong to the pipeline
     */
    Set<ResourceId> dependsOn();

    /**
     * Lists everything that can differ, in a fixed order.
     *
     * @return field names in AWS's spelling, and their values as text
     */
    Map<String, String> fields();

    /**
     * Describes the resource for people.
     *
     * @return a few words, empty where the name says it all
     */
    String summary();
}
