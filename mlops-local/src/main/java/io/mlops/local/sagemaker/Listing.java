package io.mlops.local.sagemaker;

import io.mlops.local.call.Page;
import io.mlops.local.call.Refusals;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;

/** What the List operations share: NameContains, times, StatusEquals, SortBy, SortOrder, MaxResults and NextToken. */
final class Listing {
    private static final int DEFAULT_PAGE = 10;

    private final SdkPojo request;
    private final boolean ascending;

    private Listing(SdkPojo request, boolean ascending) {
        this.request = request;
        this.ascending = ascending;
    }

    /** One thing to list. */
    record Entry<T>(String name, Instant created, Instant modified, String status, T summary) {}

    static Listing of(SdkPojo request, boolean ascendingByDefault) {
        boolean ascending = Shapes.member(request, "SortOrder")
                .map(order -> order.equals("Ascending"))
                .orElse(ascendingByDefault);
        return new Listing(request, ascending);
    }

    <T> Page<T> page(Collection<Entry<T>> all) {
        List<T> found = all.stream()
                .filter(this::isWanted)
                .sorted(this.<T>order())
                .map(Entry::summary)
                .toList();
        int size = Shapes.member(request, "MaxResults").map(Integer.class::cast).orElse(DEFAULT_PAGE);
        return Page.of(
                found,
                text("NextToken").orElse(null),
                size,
                () -> Refusals.validation("Invalid NextToken: give the one of the page before, unchanged."));
    }

    private boolean isWanted(Entry<?> entry) {
        return text("NameContains").map(entry.name()::contains).orElse(true)
                && text("StatusEquals").map(entry.status()::equals).orElse(true)
                && isWithin("CreationTime", entry.created())
                && isWithin("LastModifiedTime", entry.modified());
    }

    private boolean isWithin(String member, Instant time) {
        return time(member + "After").map(time::isAfter).orElse(true)
                && time(member + "Before").map(time::isBefore).orElse(true);
    }

    private <T> Comparator<Entry<T>> order() {
        Function<Entry<T>, String> name = Entry::name;
        Comparator<Entry<T>> order = switch (text("SortBy").orElse("CreationTime")) {
            case "Name" -> Comparator.comparing(name);
            case "Status" ->
                Comparator.<Entry<T>, String>comparing(Entry::status).thenComparing(name);
            default -> Comparator.<Entry<T>, Instant>comparing(Entry::created).thenComparing(name);
        };
        return ascending ? order : order.reversed();
    }

    private Optional<String> text(String member) {
        return Shapes.member(request, member).map(Object::toString);
    }

    private Optional<Instant> time(String member) {
        return Shapes.member(request, member).map(Instant.class::cast);
    }
}
