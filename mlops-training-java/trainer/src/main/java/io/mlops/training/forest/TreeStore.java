package io.mlops.training.forest;

import java.util.Map;

/** Where trees are kept while a forest grows, so that a later training goes on with them. */
public interface TreeStore {
    /** Keeps nothing. */
    TreeStore NONE = new TreeStore() {
        @Override
        public Map<Integer, GrownTree> load() {
            return Map.of();
        }

        @Override
        public void keep(int number, GrownTree tree) {}
    };

    /**
     * Gives the trees of an earlier training on the same data, with the same settings.
     *
     * @return trees by number
     */
    Map<Integer, GrownTree> load();

    /**
     * Keeps a tree. Called by one thread at a time.
     *
     * @param number the tree's number, from 0
     * @param tree the tree
     */
    void keep(int number, GrownTree tree);
}
