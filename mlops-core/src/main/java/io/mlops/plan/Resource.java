package io.mlops.plan;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One AWS resource: what it should be, or, read from an account, what it is. Both are the same record, so that a difference
 * is a difference of fields.
 */
public sealed interface Resource
        permits BuildProject,
                Bucket,
                EventRule,
                Function,
                LogGroup,
                ModelPackageGroup,
                Pipeline,
                Repository,
                Role,
                StoredObject {
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
     * Lists the tags by which the resource is known for the pipeline's own.
     *
     * @return by key; empty for what lies in the bucket, which is tagged for all of it
     */
    Map<String, String> tags();

    /**
     * Says why a resource that is there cannot be changed into this one, where AWS has no way to.
     *
     * @param before what is there, of the same id
     * @return the reason for a replacement; empty where an update does
     */
    default Optional<String> replaces(Resource before) {
        return Optional.empty();
    }

    /**
     * Describes the resource for people.
     *
     * @return a few words, empty where the name says it all
     */
    String summary();
}
