package io.mlops.spec;

import java.util.List;

/**
 * A push that starts an execution: to branches, or of tags; patterns are CodePipeline's globs.
 *
 * @param branches at most 8 patterns that are taken and 8 that are not
 * @param tags likewise; not together with branches or paths
 * @param paths of files that changed, likewise
 */
public record Trigger(Filter branches, Filter tags, Filter paths) {
    /**
     * Patterns of names.
     *
     * @param includes what is taken; empty for everything
     * @param excludes what is not
     */
    public record Filter(List<String> includes, List<String> excludes) {
        /** Takes everything. */
        public static final Filter NONE = new Filter(List.of(), List.of());

        /** Copies the lists. */
        public Filter {
            includes = List.copyOf(includes);
            excludes = List.copyOf(excludes);
        }

        /**
         * Tells whether it says nothing.
         *
         * @return whether it has no pattern
         */
        public boolean isEmpty() {
            return includes.isEmpty() && excludes.isEmpty();
        }
    }
}
