package io.mlops.local.sagemaker;

import io.mlops.local.call.Cloud;
import io.mlops.local.call.Refusals;
import java.util.ArrayList;
import java.util.List;

/** The commands that stand for container images. */
final class Images {
    private Images() {}

    /**
     * Gives the command of an image, with the container's arguments.
     *
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException ValidationException if nothing stands for it
     */
    static List<String> command(Cloud cloud, String image, List<String> arguments) {
        List<String> mapped = cloud.settings().images().get(image);
        if (mapped == null || mapped.isEmpty()) {
            throw Refusals.validation("No command stands for the image \"" + image
                    + "\": this emulator runs no containers. Start it with --image " + image
                    + "=COMMAND, or LocalAwsBuilder.image(\"" + image + "\", command).");
        }
        List<String> command = new ArrayList<>(mapped);
        command.addAll(arguments);
        return command;
    }
}
