package io.mlops.launch;

import io.mlops.contract.TrainingSettings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Notes which data a training job is given. What cannot be noted is told and left out: a model is worth more than the note
 * of its data.
 */
final class ChannelVersions {
    /** A page holds 1,000 versions. */
    private static final int MOST_PAGES = 100;

    private final S3Objects s3;
    private final PrintStream out;

    ChannelVersions(S3Objects s3, PrintStream out) {
        this.s3 = s3;
        this.out = out;
    }

    List<ChannelVersion> of(List<TrainingSettings.Channel> channels) {
        List<ChannelVersion> versions = new ArrayList<>();
        for (TrainingSettings.Channel channel : channels) {
            try {
                look(channel).ifPresent(versions::add);
            } catch (SdkException | LaunchFailedException e) {
                out.println("the version of channel " + channel.name() + " is not noted: " + e.getMessage());
            }
        }
        return versions;
    }

    private Optional<ChannelVersion> look(TrainingSettings.Channel channel) {
        S3Uri prefix = S3Uri.parse("channels." + channel.name() + ".s3Uri", channel.s3Uri());
        Listing listing = new Listing(prefix);
        int pages = 0;
        for (ListObjectVersionsResponse page : s3.client()
                .listObjectVersionsPaginator(
                        list -> list.bucket(prefix.bucket()).prefix(prefix.key()))) {
            if (++pages > MOST_PAGES) {
                out.println("the version of channel " + channel.name() + " is not noted: " + prefix
                        + " holds more than " + MOST_PAGES * 1000 + " versions");
                return Optional.empty();
            }
            page.versions().stream().filter(ObjectVersion::isLatest).forEach(listing::add);
        }
        return listing.version(channel.name());
    }

    private static final class Listing {
        private final S3Uri prefix;
        private final MessageDigest digest = Sha256.begin();
        private Instant newest = Instant.MIN;
        private String version = "";
        private long objects;

        Listing(S3Uri prefix) {
            this.prefix = prefix;
        }

        void add(ObjectVersion object) {
            String line = object.key().substring(prefix.key().length()) + '\t' + object.size() + '\t' + object.eTag();
            digest.update((line + '\n').getBytes(StandardCharsets.UTF_8));
            objects++;
            if (object.lastModified().isAfter(newest)) {
                newest = object.lastModified();
                version = object.versionId();
            }
        }

        Optional<ChannelVersion> version(String channel) {
            return objects == 0
                    ? Optional.empty()
                    : Optional.of(new ChannelVersion(channel, version, Sha256.end(digest), objects));
        }
    }
}
