package io.mlops.local.codebuild;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The projects of an account in a region. */
public final class Projects {
    private final Map<String, StoredProject> byName = new ConcurrentSkipListMap<>();

    private Projects() {}

    static Projects of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Projects.class, scope, made -> new Projects());
    }

    /**
     * Gives each project's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (StoredProject stored : of(cloud, scope).byName.values()) {
            Map<String, String> tags = new LinkedHashMap<>();
            stored.project().tags().forEach(tag -> tags.put(tag.key(), tag.value()));
            all.put(stored.project().arn(), tags);
        }
        return all;
    }

    Map<String, StoredProject> byName() {
        return byName;
    }
}
