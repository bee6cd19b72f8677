package io.mlops.plan.buildspec;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A buildspec, version 0.2 (CodeBuild user guide, build specification reference).
 *
 * @param runtimes runtime versions by language, as {@code java: corretto17}
 * @param commands of the build phase
 * @param afterwards commands that run also after a failed build phase ({@code finally})
 * @param reports JUnit XML files by report group; CodeBuild names the group {@code <project>-<group>}
 * @param artifacts files of the build's output, relative to the primary source
 */
public record BuildSpec(
        Map<String, String> runtimes,
        List<String> commands,
        List<String> afterwards,
        Map<String, String> reports,
        List<String> artifacts) {
    /** Copies the collections. */
    public BuildSpec {
        runtimes = Map.copyOf(runtimes);
        commands = List.copyOf(commands);
        afterwards = List.copyOf(afterwards);
        reports = Map.copyOf(reports);
        artifacts = List.copyOf(artifacts);
    }

    /**
     * Writes the buildspec. Every text is quoted singly, in which YAML gives no other character a meaning.
     *
     * @return YAML with a line end
     */
    public String yaml() {
        StringBuilder yaml = new StringBuilder("version: 0.2\nphases:\n");
        if (!runtimes.isEmpty()) {
            yaml.append("  install:\n    runtime-versions:\n");
            new TreeMap<>(runtimes)
                    .forEach((language, version) -> yaml.append("      ")
                            .append(language)
                            .append(": ")
                            .append(version)
                            .append('\n'));
        }
        yaml.append("  build:\n");
        list(yaml, "    ", "commands", commands);
        list(yaml, "    ", "finally", afterwards);
        if (!reports.isEmpty()) {
            yaml.append("reports:\n");
            new TreeMap<>(reports).forEach((group, file) -> {
                yaml.append("  ").append(group).append(":\n");
                list(yaml, "    ", "files", List.of(file));
                yaml.append("    file-format: JUNITXML\n");
            });
        }
        yaml.append("artifacts:\n");
        list(yaml, "  ", "files", artifacts);
        return yaml.toString();
    }

    private static void list(StringBuilder yaml, String indent, String key, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        yaml.append(indent).append(key).append(":\n");
        for (String item : items) {
            yaml.append(indent).append("  - '").append(item.replace("'", "''")).append("'\n");
        }
    }
}
