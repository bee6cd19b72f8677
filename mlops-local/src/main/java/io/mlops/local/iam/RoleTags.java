package io.mlops.local.iam;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/** Rules of IAM's tags: at most 50, of keys that differ in more than their case. */
final class RoleTags {
    private static final int MOST = 50;

    private RoleTags() {}

    static Map<String, Tag> of(Role role) {
        Map<String, Tag> tags = new LinkedHashMap<>();
        role.tags().forEach(tag -> tags.put(tag.key(), tag));
        return tags;
    }

    static void requireDistinct(List<Tag> tags) {
        Set<String> keys = new HashSet<>();
        for (Tag tag : tags) {
            if (!keys.add(tag.key().toLowerCase(Locale.ROOT))) {
                throw IamErrors.invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
        }
    }

    /** Adds tags; a key in another case is replaced. */
    static List<Tag> added(Role role, List<Tag> more) {
        requireDistinct(more);
        Map<String, Tag> tags = of(role);
        for (Tag tag : more) {
            tags.keySet().removeIf(tag.key()::equalsIgnoreCase);
            tags.put(tag.key(), tag);
        }
        if (tags.size() > MOST) {
            throw IamErrors.limit("The number of tags has reached the maximum limit.");
        }
        return List.copyOf(tags.values());
    }

    static List<Tag> without(Role role, List<String> keys) {
        return of(role).values().stream()
                .filter(tag -> !keys.contains(tag.key()))
                .toList();
    }
}
