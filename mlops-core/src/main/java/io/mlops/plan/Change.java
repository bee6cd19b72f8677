package io.mlops.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a plan does to one resource. */
public sealed interface Change {
    /**
     * Names the resource.
     *
     * @return type and name
     */
    ResourceId id();

    /**
     * A resource that is not there yet.
     *
     * @param after what it becomes
     */
    record Create(Resource after) implements Change {
        @Override
        public ResourceId id() {
            return after.id();
        }
    }

    /**
     * A resource that is there and differs.
     *
     * @param before what it is
     * @param after what it becomes
     */
    record Update(Resource before, Resource after) implements Change {
        @Override
        public ResourceId id() {
            return after.id();
        }

        /**
         * Lists the fields that differ.
         *
         * @return at least one
         */
        public List<FieldChange> fields() {
            Map<String, String> old = before.fields();
            Map<String, String> wanted = after.fields();
            Set<String> names = new LinkedHashSet<>(wanted.keySet());
            names.addAll(old.keySet());
            return names.stream()
                    .filter(name -> !Objects.equals(old.get(name), wanted.get(name)))
                    .map(name -> new FieldChange(name, old.getOrDefault(name, ""), wanted.getOrDefault(name, "")))
                    .toList();
        }
    }

    /**
     * A resource that is there, differs, and cannot be changed: it is deleted and made anew.
     *
     * @param before what it is
     * @param after what it becomes
     * @param reason why it cannot be changed
     */
    record Replace(Resource before, Resource after, String reason) implements Change {
        @Override
        public ResourceId id() {
            return after.id();
        }
    }

    /**
     * A resource that is there and no longer described, but holds what only its owner may give up.
     *
     * @param before what it is and stays
     * @param reason what it holds, and who deletes it
     */
    record Keep(Resource before, String reason) implements Change {
        @Override
        public ResourceId id() {
            return before.id();
        }
    }

    /**
     * A resource that is there and no longer wanted.
     *
     * @param before what it is
     */
    record Delete(Resource before) implements Change {
        @Override
        public ResourceId id() {
            return before.id();
        }
    }

    /**
     * A resource that is as wanted.
     *
     * @param resource what it is and stays
     */
    record Unchanged(Resource resource) implements Change {
        @Override
        public ResourceId id() {
            return resource.id();
        }
    }
}
