package io.mlops.spec;

import java.util.List;

/** The parts of the bucket that the pipeline itself writes to: no place for what others put there. */
record OwnPrefixes(List<String> prefixes) {
    OwnPrefixes {
        prefixes = List.copyOf(prefixes);
    }

    static OwnPrefixes of(String pipeline) {
        return new OwnPrefixes(List.of(
                Names.CODE_PREFIX,
                Names.MODELS_PREFIX,
                Names.REPORTS_PREFIX,
                "settings/",
                "tools/",
                Names.artifactPrefix(pipeline)));
    }

    /** Refuses a key that lies in one of them. */
    void checkKey(Problems problems, String path, String key) {
        if (prefixes.stream().anyMatch(key::startsWith)) {
            problems.add(path, key, "a key outside " + listed(), "the pipeline writes there: use source/");
        }
    }

    /** Refuses a prefix that lies in one of them, or takes one in: {@code train} has {@code training-data/} too. */
    void checkPrefix(Problems problems, String path, String prefix) {
        if (!prefix.isEmpty() && prefixes.stream().anyMatch(own -> prefix.startsWith(own) || own.startsWith(prefix))) {
            problems.add(
                    path,
                    prefix,
                    "a prefix that shares no keys with " + listed(),
                    "the pipeline writes there: put the data under another prefix");
        }
    }

    private String listed() {
        return String.join(", ", prefixes);
    }
}
