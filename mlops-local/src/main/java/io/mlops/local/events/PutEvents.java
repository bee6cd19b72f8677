package io.mlops.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.local.call.Call;
import io.mlops.local.call.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.*;

/**
 * Takes clients' events, each for itself.
 *
 * @param call the call
 * @param bus where they go
 */
record PutEvents(Call call, EventBus bus) {
    private static final int LARGEST = 256 * 1024;

    PutEventsResponse put(PutEventsRequest request) {
        int size = request.entries().stream().mapToInt(PutEvents::size).sum();
        if (size > LARGEST) {
            throw Refusals.validation("Total size of the entries in the request is over the limit.");
        } else if (request.endpointId() != null) {
            throw Refusals.validation("EndpointId is not honoured by this emulator: leave it out");
        }
        List<PutEventsResultEntry> entries = new ArrayList<>();
        request.entries().forEach(entry -> entries.add(put(entry)));
        return PutEventsResponse.builder()
                .entries(entries)
                .failedEntryCount((int) entries.stream()
                        .filter(entry -> entry.errorCode() != null)
                        .count())
                .build();
    }

    private static int size(PutEventsRequestEntry entry) {
        int size = entry.time() == null ? 0 : 14;
        for (String text : new String[] {entry.source(), entry.detailType(), entry.detail()}) {
            size += text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        }
        return size
                + entry.resources().stream()
                        .mapToInt(resource -> resource.getBytes(StandardCharsets.UTF_8).length)
                        .sum();
    }

    private PutEventsResultEntry put(PutEventsRequestEntry entry) {
        String bad = missing("Source", entry.source())
                .or(() -> missing("DetailType", entry.detailType()))
                .or(() -> missing("Detail", entry.detail()))
                .orElse("");
        if (!bad.isEmpty()) {
            return failed("InvalidArgument", bad);
        } else if (entry.source().startsWith("aws.")) {
            return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
        } else if (!bus.isNamed(entry.eventBusName())) {
            return failed("InvalidArgument", "Event bus " + entry.eventBusName() + " does not exist.");
        }
        JsonNode detail = TargetInput.parsed(entry.detail());
        if (!detail.isObject()) {
            return failed("MalformedDetail", "Detail is malformed.");
        }
        String id = call.cloud().ids().uuid();
        bus.send(bus.event(
                id,
                entry.source(),
                entry.detailType(),
                Optional.ofNullable(entry.time()).orElse(call.now()),
                entry.resources(),
                detail));
        return PutEventsResultEntry.builder().eventId(id).build();
    }

    private static Optional<String> missing(String name, @Nullable String value) {
        return value == null || value.isEmpty()
                ? Optional.of("Parameter " + name + " is not valid. Reason: " + name + " is a required argument.")
                : Optional.empty();
    }

    private static PutEventsResultEntry failed(String code, String message) {
        return PutEventsResultEntry.builder()
                .errorCode(code)
                .errorMessage(message)
                .build();
    }
}
