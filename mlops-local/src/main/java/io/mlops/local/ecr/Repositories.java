package io.mlops.local.ecr;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.Repository;

/** The repositories of an account in a region. */
public final class Repositories {
    private final Cloud cloud;
    private final Scope scope;
    private final Map<String, Stored> byName = new ConcurrentSkipListMap<>();

    /**
     * A repository.
     *
     * @param repository what DescribeRepositories shows
     * @param tags by key
     */
    record Stored(Repository repository, Map<String, String> tags) {
        /** Copies the map. */
        Stored {
            tags = Map.copyOf(tags);
        }
    }

    private Repositories(Cloud cloud, Scope scope) {
        this.cloud = cloud;
        this.scope = scope;
    }

    static Repositories of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Repositories.class, scope, made -> new Repositories(cloud, made));
    }

    /**
     * Gives each repository's tags, for the tagging API.
     *
     * @param cloud the emulated AWS
     * @param scope the account and region
     * @return tags by ARN
     */
    public static Map<String, Map<String, String>> tags(Cloud cloud, Scope scope) {
        Map<String, Map<String, String>> tags = new TreeMap<>();
        of(cloud, scope)
                .byName
                .values()
                .forEach(stored -> tags.put(stored.repository().repositoryArn(), stored.tags()));
        return tags;
    }

    Map<String, Stored> byName() {
        return byName;
    }

    String uri(String name) {
        return scope.accountId() + ".dkr.ecr." + scope.region() + ".amazonaws.com/" + name;
    }

    /** The images that the emulator's user gave commands for, of a repository: each has a tag, or is the latest. */
    List<ImageDetail> images(Repository repository) {
        return cloud.settings().images().entrySet().stream()
                .filter(image -> image.getKey().split("[:@]", 2)[0].equals(repository.repositoryUri()))
                .map(image -> detail(repository, image.getKey(), String.join(" ", image.getValue())))
                .toList();
    }

    /** An image's digest stands for its URI and command, since there is no manifest. */
    private static ImageDetail detail(Repository repository, String uri, String command) {
        String rest = uri.substring(repository.repositoryUri().length());
        ImageDetail.Builder detail = ImageDetail.builder()
                .registryId(repository.registryId())
                .repositoryName(repository.repositoryName())
                .imageDigest(rest.startsWith("@") ? rest.substring(1) : "sha256:" + sha256(uri + " " + command))
                .imagePushedAt(repository.createdAt())
                .imageSizeInBytes((long) command.length());
        return rest.startsWith("@")
                ? detail.build()
                : detail.imageTags(rest.isEmpty() ? "latest" : rest.substring(1))
                        .build();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
