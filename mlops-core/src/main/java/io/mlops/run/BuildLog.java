package io.mlops.run;

import io.mlops.apply.Missing;
import io.mlops.aws.AwsClients;
import io.mlops.spec.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** The log of one build: the group is the project's, the stream is the build id's part after the colon. */
final class BuildLog {
    private final AwsClients aws;
    private final String group;
    private final String stream;
    private @Nullable String token;

    BuildLog(AwsClients aws, String buildId) {
        this.aws = aws;
        int colon = buildId.indexOf(':');
        this.group = Names.buildLogGroup(buildId.substring(0, colon));
        this.stream = buildId.substring(colon + 1);
    }

    String location() {
        return group + ", stream " + stream;
    }

    /** Lines that were written since the last call. */
    List<String> next() {
        List<String> lines = new ArrayList<>();
        while (true) {
            Optional<GetLogEventsResponse> page = Missing.orValue(() -> aws.logs()
                    .getLogEvents(request -> request.logGroupName(group)
                            .logStreamName(stream)
                            .startFromHead(true)
                            .nextToken(token)));
            page.ifPresent(response -> lines(response).forEach(lines::add));
            String following = page.map(GetLogEventsResponse::nextForwardToken).orElse(null);
            // At the end of the stream the same token comes back (API reference, GetLogEvents).
            if (following == null || following.equals(token)) {
                return lines;
            }
            token = following;
        }
    }

    List<String> last(int count) {
        return Missing.orValue(() -> aws.logs()
                        .getLogEvents(request -> request.logGroupName(group)
                                .logStreamName(stream)
                                .startFromHead(false)
                                .limit(count)))
                .map(BuildLog::lines)
                .orElse(List.of());
    }

    private static List<String> lines(GetLogEventsResponse response) {
        return response.events().stream()
                .map(OutputLogEvent::message)
                .map(String::stripTrailing)
                .toList();
    }
}
