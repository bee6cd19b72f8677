package io.mlops.local.logs;

import io.mlops.local.call.Call;
import io.mlops.local.call.HonouredMembers;
import io.mlops.local.call.Page;
import io.mlops.local.call.Refusals;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.*;

/** Log groups: made, found, described, kept, tagged and deleted. */
final class LogGroupCalls {
    private static final int MOST_TAGS = 50;
    private static final Set<Integer> RETENTIONS = Set.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    private final Call call;
    private final LogGroups groups;

    LogGroupCalls(Call call) {
        this.call = call;
        this.groups = LogGroups.of(call.cloud(), call.scope());
    }

    void create(CreateLogGroupRequest request) {
        only(request, Set.of("logGroupName", "tags", "logGroupClass", "deletionProtectionEnabled"));
        if (request.logGroupName().startsWith("aws/")) {
            throw FilterPattern.invalid("Log group names can't start with the string aws/");
        }
        if (request.logGroupClass() != null && request.logGroupClass() != LogGroupClass.STANDARD) {
            throw unsupported("logGroupClass " + request.logGroupClassAsString() + " (STANDARD is)");
        }
        LogGroupStore group = new LogGroupStore(
                request.logGroupName(),
                call.now().toEpochMilli(),
                Boolean.TRUE.equals(request.deletionProtectionEnabled()));
        group.tags().putAll(request.tags());
        if (groups.byName().putIfAbsent(group.name(), group) != null) {
            throw ResourceAlreadyExistsException.builder()
                    .message("The specified log group already exists")
                    .build();
        }
    }

    void delete(DeleteLogGroupRequest request) {
        LogGroupStore group = named(request.logGroupName());
        if (group.isProtected()) {
            throw Refusals.validation("The log group " + group.name() + " has deletion protection enabled");
        }
        groups.byName().remove(group.name(), group);
        group.streams().values().forEach(LogStreamStore::delete);
    }

    DescribeLogGroupsResponse describe(DescribeLogGroupsRequest request) {
        only(
                request,
                Set.of(
                        "logGroupNamePrefix",
                        "logGroupNamePattern",
                        "nextToken",
                        "limit",
                        "logGroupClass",
                        "logGroupIdentifiers"));
        if (request.logGroupNamePrefix() != null && request.logGroupNamePattern() != null) {
            throw FilterPattern.invalid(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive" + " parameters.");
        }
        List<LogGroup> found = groups.byName().values().stream()
                .filter(group -> isAsked(group.name(), request))
                .map(this::described)
                .toList();
        Page<LogGroup> page = LogPage.listed(found, request.nextToken(), request.limit());
        return DescribeLogGroupsResponse.builder()
                .logGroups(page.items())
                .nextToken(page.next())
                .build();
    }

    private static boolean isAsked(String name, DescribeLogGroupsRequest request) {
        boolean known = !request.hasLogGroupIdentifiers()
                || request.logGroupIdentifiers().stream()
                        .anyMatch(asked -> nameOf(asked).equals(name));
        return known
                && (request.logGroupNamePrefix() == null || name.startsWith(request.logGroupNamePrefix()))
                && (request.logGroupNamePattern() == null || name.contains(request.logGroupNamePattern()))
                && (request.logGroupClass() == null || request.logGroupClass() == LogGroupClass.STANDARD);
    }

    private LogGroup described(LogGroupStore group) {
        return LogGroup.builder()
                .logGroupName(group.name())
                .arn(arn(group) + ":*")
                .logGroupArn(arn(group))
                .creationTime(group.created())
                .retentionInDays(group.retentionInDays())
                .metricFilterCount(0)
                .storedBytes(group.storedBytes(call.now().toEpochMilli()))
                .logGroupClass(LogGroupClass.STANDARD)
                .deletionProtectionEnabled(group.isProtected())
                .build();
    }

    void keep(PutRetentionPolicyRequest request) {
        LogGroupStore group = named(request.logGroupName());
        if (!RETENTIONS.contains(request.retentionInDays())) {
            throw FilterPattern.invalid("1 validation error detected: Value '" + request.retentionInDays()
                    + "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: "
                    + RETENTIONS.stream().sorted().toList());
        }
        group.keepFor(request.retentionInDays());
    }

    void tag(TagResourceRequest request) {
        Map<String, String> tags = tagged(request.resourceArn()).tags();
        Set<String> keys = new HashSet<>(tags.keySet());
        keys.addAll(request.tags().keySet());
        if (keys.size() > MOST_TAGS) {
            throw TooManyTagsException.builder()
                    .message("A resource can have no more than " + MOST_TAGS + " tags")
                    .resourceName(request.resourceArn())
                    .build();
        }
        tags.putAll(request.tags());
    }

    Map<String, String> tags(ListTagsForResourceRequest request) {
        return Map.copyOf(tagged(request.resourceArn()).tags());
    }

    private LogGroupStore tagged(String arn) {
        if (!arn.matches("arn:aws:logs:[a-z0-9-]+:\\d{12}:log-group:[^:]+(:\\*)?")) {
            throw FilterPattern.invalid("The resource ARN " + arn + " is not that of a log group");
        }
        return named(nameOf(arn));
    }

    LogGroupStore named(String name) {
        LogGroupStore group = groups.byName().get(name);
        if (group == null) {
            throw ResourceNotFoundException.builder()
                    .message("The specified log group does not exist.")
                    .build();
        }
        return group;
    }

    /** Finds a group by its name or by its identifier, which is its name or ARN; one of the two is given. */
    LogGroupStore found(@Nullable String name, @Nullable String identifier) {
        if (name != null && identifier == null) {
            return named(name);
        }
        if (name == null && identifier != null) {
            return named(nameOf(identifier));
        }
        throw FilterPattern.invalid(
                "Exactly one of logGroupName and logGroupIdentifier must be given, not both and not none");
    }

    String arn(LogGroupStore group) {
        return call.scope().arn("logs", "log-group:" + group.name());
    }

    private static String nameOf(String arn) {
        return arn.replaceFirst("^arn:[^:]*:logs:[^:]*:[^:]*:log-group:", "").replaceFirst(":\\*$", "");
    }

    /** Refuses what is given in an input and not honoured. */
    static void only(SdkPojo input, Set<String> honoured) {
        HonouredMembers.others(input, honoured).stream().findFirst().ifPresent(name -> {
            throw unsupported(name);
        });
    }

    private static InvalidParameterException unsupported(String what) {
        return FilterPattern.invalid(what + " is not supported by this emulator: leave it out");
    }
}
