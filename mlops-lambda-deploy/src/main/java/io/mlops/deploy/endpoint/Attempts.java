package io.mlops.deploy.endpoint;

import io.mlops.contract.TagKeys;
import io.mlops.deploy.artifact.Release;
import io.mlops.deploy.job.ContinuationToken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/**
 * Which attempts have asked for an endpoint config, kept as a tag on the config: {@code <attempt>.<try>.<time>} for each,
 * the newest last. The attempt is a digest of the action's first job id; the time is when the endpoint had last been
 * modified before, SageMaker's own, so that no two clocks are compared. A second tag names the config that was served
 * before.
 */
final class Attempts {
    static final String ATTEMPT = "mlops:attempt";
    static final String PREVIOUS = "mlops:previous-endpoint-config";

    /** Says that alarms were made for the config. */
    private static final String ALARMS = "mlops:alarms";

    /** A tag's value has 256 characters at most. */
    private static final int LONGEST = 256;

    private static final int DIGEST_PART = 12;

    private final SageMakerClient sageMaker;

    Attempts(SageMakerClient sageMaker) {
        this.sageMaker = sageMaker;
    }

    /**
     * Tells whether this attempt has already asked for the config, in this try or a later one, and the endpoint was
     * modified since.
     */
    boolean asked(String configArn, ContinuationToken token, String modified) {
        return entries(ReleaseTags.read(sageMaker, configArn)).stream()
                .map(entry -> entry.split("\\.", 3))
                .anyMatch(entry -> entry.length == 3
                        && entry[0].equals(id(token))
                        && tries(entry[1]) >= token.tries()
                        && !entry[2].equals(time(modified)));
    }

    /**
     * Notes on the config that this attempt asks for it now, so that a rollback will be known for one.
     *
     * @param found the config's tags
     * @param modified when the endpoint had last been modified, or {@code absent}
     * @param previous the config that the endpoint serves, empty where there is none
     */
    void note(
            String configArn,
            Map<String, String> found,
            Release release,
            ContinuationToken token,
            String modified,
            String previous) {
        List<String> entries = new ArrayList<>(entries(found));
        entries.removeIf(entry -> entry.startsWith(id(token) + "."));
        entries.add(id(token) + "." + token.tries() + "." + time(modified));
        while (String.join(" ", entries).length() > LONGEST) {
            entries.remove(0);
        }
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(TagKeys.EXECUTION, release.execution());
        tags.put(ATTEMPT, String.join(" ", entries));
        if (!previous.isEmpty() && !configArn.endsWith("/" + previous)) {
            tags.put(PREVIOUS, previous);
        }
        sageMaker.addTags(add -> add.resourceArn(configArn).tags(ReleaseTags.sageMaker(tags)));
    }

    /** Notes on the config that it has alarms, before they are made, so that they are deleted with it. */
    void noteAlarms(String configArn) {
        sageMaker.addTags(add -> add.resourceArn(configArn).tags(ReleaseTags.sageMaker(Map.of(ALARMS, "true"))));
    }

    /** Tells from a config's tags whether alarms were made for it. */
    static boolean hasAlarms(Map<String, String> tags) {
        return tags.containsKey(ALARMS);
    }

    /** Names the config that was served before this one, where it is known. */
    Optional<String> previous(String configArn) {
        return Optional.ofNullable(ReleaseTags.readIfThere(sageMaker, configArn).get(PREVIOUS));
    }

    private static List<String> entries(Map<String, String> tags) {
        return tags.entrySet().stream()
                .filter(tag -> tag.getKey().equals(ATTEMPT))
                .flatMap(tag -> List.of(tag.getValue().split(" ")).stream())
                .toList();
    }

    private static String id(ContinuationToken token) {
        return Digests.sha256(token.attempt()).substring(0, DIGEST_PART);
    }

    private static String time(String modified) {
        return Digests.sha256(modified).substring(0, DIGEST_PART);
    }

    private static int tries(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    }
}
