package io.mlops.launch;

import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * Finds the digest that an image's tag names now. ECR is asked for images of the pipeline's own account and region alone; a digest
 * that cannot be found is told and left out.
 */
final class ImageDigest {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-fA-F]{64}");
    private static final Pattern IMAGE = Pattern.compile(
            "(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([^:@]+)(?::([^@]+))?(?:@(.+))?");

    private final Supplier<EcrClient> clients;
    private final String account;
    private final String region;
    private final PrintStream out;

    /**
     * Makes the finder.
     *
     * @param roleArn the training job's role, which is of the pipeline's own account
     * @param region the pipeline's own; empty where it is not known
     */
    ImageDigest(Supplier<EcrClient> clients, String roleArn, String region, PrintStream out) {
        this.clients = clients;
        String[] parts = roleArn.split(":", 6);
        this.account = parts.length > 4 ? parts[4] : "";
        this.region = region;
        this.out = out;
    }

    Optional<String> of(String image) {
        Matcher uri = IMAGE.matcher(image);
        int at = image.indexOf('@');
        if (at >= 0) {
            return Optional.of(image.substring(at + 1))
                    .filter(digest -> DIGEST.matcher(digest).matches());
        }
        return uri.matches() && isOwn(uri.group(1), uri.group(2))
                ? ask(image, uri.group(3), Objects.requireNonNullElse(uri.group(4), "latest"))
                : Optional.empty();
    }

    private boolean isOwn(String imageAccount, String imageRegion) {
        return imageAccount.equals(account) && (region.isEmpty() || imageRegion.equals(region));
    }

    private Optional<String> ask(String image, String repository, String tag) {
        try {
            List<ImageDetail> found = clients.get()
                    .describeImages(images -> images.registryId(account)
                            .repositoryName(repository)
                            .imageIds(ImageIdentifier.builder().imageTag(tag).build()))
                    .imageDetails();
            return found.stream().map(ImageDetail::imageDigest).findFirst();
        } catch (SdkException e) {
            out.println("the digest of image " + image + " is not noted: " + e.getMessage());
            return Optional.empty();
        }
    }
}
