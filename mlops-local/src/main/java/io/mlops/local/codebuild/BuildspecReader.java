package io.mlops.local.codebuild;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mlops.local.codebuild.Buildspec.Artifacts;
import io.mlops.local.codebuild.Buildspec.OnFailure;
import io.mlops.local.codebuild.Buildspec.Phase;
import io.mlops.local.codebuild.Buildspec.Reports;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;

/** Reads a buildspec; what it cannot honour it refuses by name. */
final class BuildspecReader {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_]+");
    private static final Map<String, BuildPhaseType> PHASES = Map.of(
            "install", BuildPhaseType.INSTALL,
            "pre_build", BuildPhaseType.PRE_BUILD,
            "build", BuildPhaseType.BUILD,
            "post_build", BuildPhaseType.POST_BUILD);

    private final JsonNode root;
    private final List<String> notes = new ArrayList<>();

    private BuildspecReader(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads a buildspec.
     *
     * @param yaml its text
     * @return the buildspec
     * @throws BuildspecException if it is not YAML, not a buildspec, or asks for what is not there
     */
    static Buildspec read(String yaml) {
        try {
            return new BuildspecReader(YAML.readTree(yaml)).read();
        } catch (JsonProcessingException e) {
            throw new BuildspecException("invalid YAML: " + e.getOriginalMessage());
        }
    }

    private Buildspec read() {
        only(
                root,
                "the buildspec",
                Set.of("version", "run-as", "env", "proxy", "batch", "phases", "artifacts", "reports", "cache"));
        String version = root.path("version").asText();
        if (!Set.of("0.1", "0.2").contains(version)) {
            throw new BuildspecException("invalid version "
                    + root.path("version").asText("(none)") + " of the build specification: write version: 0.2");
        }
        refuse(root, "run-as", "commands run as the user that runs the emulator");
        refuse(root, "proxy", "there is no proxy");
        if (root.has("cache")) {
            notes.add("cache: nothing is cached on this machine");
        }
        if (root.has("batch")) {
            notes.add("batch: of no effect, since this is no batch build");
        }
        JsonNode env = root.path("env");
        JsonNode artifacts = root.path("artifacts");
        shell(env);
        return new Buildspec(
                version.equals("0.1"),
                variables(env.path("variables")),
                variables(env.path("parameter-store")),
                exported(env),
                phases(root.path("phases")),
                artifacts.has("files") ? Optional.of(artifacts(artifacts, "artifacts")) : Optional.empty(),
                secondary(artifacts),
                reports(root.path("reports")),
                List.copyOf(notes));
    }

    private static void shell(JsonNode env) {
        only(
                env,
                "env",
                Set.of(
                        "shell",
                        "variables",
                        "parameter-store",
                        "secrets-manager",
                        "exported-variables",
                        "git-credential-helper"));
        refuse(env, "secrets-manager", "take the value in a command, or use parameter-store");
        if (isYes(env.path("git-credential-helper"))) {
            refuse(env, "git-credential-helper", "there is no source in Git");
        }
        String shell = env.path("shell").asText("bash");
        if (!Set.of("bash", "sh", "/bin/sh", "/bin/bash").contains(shell)) {
            throw new BuildspecException("env.shell " + shell + " is not supported: write bash or /bin/sh");
        }
    }

    private static void refuse(JsonNode node, String name, String why) {
        if (node.has(name)) {
            throw new BuildspecException(name + " is not supported by this emulator: " + why);
        }
    }

    private static Map<String, String> variables(JsonNode node) {
        Map<String, String> variables = new LinkedHashMap<>();
        node.properties().forEach(field -> {
            requireVariable(field.getKey());
            variables.put(field.getKey(), field.getValue().asText());
        });
        return variables;
    }

    private static List<String> exported(JsonNode env) {
        List<String> names = texts(env.path("exported-variables"), "env.exported-variables");
        names.forEach(BuildspecReader::requireVariable);
        return names.stream().filter(name -> !name.startsWith("AWS_")).toList();
    }

    private static void requireVariable(String name) {
        if (!VARIABLE.matcher(name).matches()) {
            throw new BuildspecException("invalid environment variable name: " + name);
        }
    }

    private Map<BuildPhaseType, Phase> phases(JsonNode node) {
        if (!node.isObject() || node.isEmpty()) {
            throw new BuildspecException("phases: at least one of install, pre_build, build and post_build is needed");
        }
        only(node, "phases", PHASES.keySet());
        Map<BuildPhaseType, Phase> phases = new EnumMap<>(BuildPhaseType.class);
        node.properties()
                .forEach(field -> phases.put(phaseType(field.getKey()), phase(field.getKey(), field.getValue())));
        return phases;
    }

    private static BuildPhaseType phaseType(String name) {
        return BuildPhaseType.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private Phase phase(String name, JsonNode node) {
        String at = "phases." + name;
        only(node, at, Set.of("run-as", "commands", "finally", "on-failure", "runtime-versions"));
        refuse(node, "run-as", "commands run as the user that runs the emulator");
        node.path("runtime-versions")
                .properties()
                .forEach(runtime -> notes.add("runtime-versions: " + runtime.getKey() + ": "
                        + runtime.getValue().asText() + ": the machine's own is taken"));
        return new Phase(
                texts(node.path("commands"), "Commands"), texts(node.path("finally"), "Finally"), onFailure(node, at));
    }

    private static OnFailure onFailure(JsonNode node, String at) {
        String text = node.path("on-failure").asText("UNSAID");
        return switch (text) {
            case "UNSAID" -> OnFailure.UNSAID;
            case "ABORT" -> OnFailure.ABORT;
            case "CONTINUE" -> OnFailure.CONTINUE;
            default ->
                throw new BuildspecException(at + ".on-failure: " + text + " is not supported by this emulator: ABORT"
                        + " and CONTINUE are");
        };
    }

    private static Map<String, Artifacts> secondary(JsonNode artifacts) {
        Map<String, Artifacts> secondary = new LinkedHashMap<>();
        artifacts.path("secondary-artifacts").properties().forEach(field -> {
            if (!IDENTIFIER.matcher(field.getKey()).matches()) {
                throw new BuildspecException("artifacts.secondary-artifacts." + field.getKey()
                        + ": identifier must contain only alphanumeric characters and underscores");
            }
            secondary.put(field.getKey(), artifacts(field.getValue(), "secondary-artifacts." + field.getKey()));
        });
        return secondary;
    }

    private static Artifacts artifacts(JsonNode node, String at) {
        only(
                node,
                at,
                Set.of(
                        "files",
                        "exclude-paths",
                        "base-directory",
                        "discard-paths",
                        "name",
                        "secondary-artifacts",
                        "enable-symlinks",
                        "s3-prefix"));
        refuse(node, "s3-prefix", "it is of batch builds");
        if (isYes(node.path("enable-symlinks"))) {
            refuse(node, "enable-symlinks", "links are left out of artifacts");
        }
        return new Artifacts(
                texts(node.path("files"), at + ".files"),
                texts(node.path("exclude-paths"), at + ".exclude-paths"),
                node.path("base-directory").asText("."),
                isYes(node.path("discard-paths")),
                Optional.ofNullable(node.get("name")).map(JsonNode::asText));
    }

    private static boolean isYes(JsonNode node) {
        return node.asBoolean() || node.asText().equals("yes");
    }

    private static List<Reports> reports(JsonNode node) {
        List<Reports> reports = new ArrayList<>();
        node.properties().forEach(field -> {
            String at = "reports." + field.getKey();
            JsonNode report = field.getValue();
            only(report, at, Set.of("files", "file-format", "base-directory", "discard-paths"));
            String format = report.path("file-format").asText("JUNITXML");
            if (!format.equals("JUNITXML")) {
                throw new BuildspecException(at + ".file-format: " + format + " is not supported: JUNITXML");
            }
            Artifacts files = new Artifacts(
                    texts(report.path("files"), at + ".files"),
                    List.of(),
                    report.path("base-directory").asText("."),
                    isYes(report.path("discard-paths")),
                    Optional.empty());
            reports.add(new Reports(field.getKey(), files));
        });
        if (reports.size() > 5) {
            throw new BuildspecException("reports: " + reports.size() + " report groups; at most 5 are allowed");
        }
        return reports;
    }

    /** A list of texts, or one text alone. A colon in an unquoted command makes it a mapping, a common slip. */
    private static List<String> texts(JsonNode node, String at) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (node.isValueNode()) {
            return List.of(node.asText());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isValueNode() || element.isNull()) {
                throw new BuildspecException(
                        "Expected " + at + "[" + texts.size() + "] to be of string type: found subkeys instead");
            }
            texts.add(element.asText());
        }
        return texts;
    }

    private static void only(JsonNode node, String at, Set<String> known) {
        if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
            throw new BuildspecException(at + " must be a mapping");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new BuildspecException(name + " in " + at + " is not supported: only "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        });
    }
}
