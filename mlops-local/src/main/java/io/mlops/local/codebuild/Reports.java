package io.mlops.local.codebuild;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.model.Report;
import software.amazon.awssdk.services.codebuild.model.ReportGroup;
import software.amazon.awssdk.services.codebuild.model.ReportStatusType;
import software.amazon.awssdk.services.codebuild.model.ReportType;
import software.amazon.awssdk.services.codebuild.model.TestCase;
import software.amazon.awssdk.services.codebuild.model.TestReportSummary;

/** The report groups and reports of an account in a region. Guarded by its own monitor. */
final class Reports {
    /** The most test cases that a report keeps (CodeBuild user guide, "Quotas"). */
    static final int MOST_CASES = 500;

    /** How long a report is kept. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Map<String, ReportGroup> groups = new LinkedHashMap<>();
    private final Map<String, Report> reports = new LinkedHashMap<>();
    private final Map<String, List<TestCase>> cases = new LinkedHashMap<>();

    private Reports() {}

    static Reports of(Cloud cloud, Scope scope) {
        return cloud.stores().of(Reports.class, scope, made -> new Reports());
    }

    synchronized boolean add(ReportGroup group) {
        return groups.putIfAbsent(group.arn(), group) == null;
    }

    synchronized Optional<ReportGroup> group(String arn) {
        return Optional.ofNullable(groups.get(arn));
    }

    synchronized List<ReportGroup> groups() {
        return List.copyOf(groups.values());
    }

    /** Forgets reports whose time is over. */
    synchronized void expire(Instant now) {
        reports.values().removeIf(report -> report.expired().isBefore(now));
        cases.keySet().retainAll(reports.keySet());
    }

    synchronized void removeGroup(String arn) {
        groups.remove(arn);
        reports.values().removeIf(report -> report.reportGroupArn().equals(arn));
        cases.keySet().retainAll(reports.keySet());
    }

    synchronized Optional<Report> report(String arn) {
        return Optional.ofNullable(reports.get(arn));
    }

    /** Lists the reports, oldest first. */
    synchronized List<Report> reports() {
        return List.copyOf(reports.values());
    }

    synchronized List<TestCase> cases(String reportArn) {
        return cases.getOrDefault(reportArn, List.of());
    }

    /** Adds a report of a build's results. */
    synchronized Report add(String arn, ReportGroup group, String buildArn, List<TestCase> found, Instant now) {
        List<TestCase> kept = found.stream()
                .limit(MOST_CASES)
                .map(testCase -> testCase.toBuilder()
                        .reportArn(arn)
                        .expired(now.plus(KEPT))
                        .build())
                .toList();
        TestReportSummary summary = summary(kept);
        boolean failed = kept.stream()
                .anyMatch(testCase ->
                        testCase.status().equals("FAILED") || testCase.status().equals("ERROR"));
        Report report = Report.builder()
                .arn(arn)
                .type(ReportType.TEST)
                .name(arn.substring(arn.lastIndexOf('/') + 1))
                .reportGroupArn(group.arn())
                .executionId(buildArn)
                .status(failed ? ReportStatusType.FAILED : ReportStatusType.SUCCEEDED)
                .created(now)
                .expired(now.plus(KEPT))
                .exportConfig(group.exportConfig())
                .truncated(found.size() > kept.size())
                .testSummary(summary)
                .build();
        reports.put(arn, report);
        cases.put(arn, kept);
        return report;
    }

    private static TestReportSummary summary(List<TestCase> cases) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        List.of("SUCCEEDED", "FAILED", "ERROR", "SKIPPED", "UNKNOWN").forEach(status -> counts.put(status, 0));
        cases.forEach(testCase -> counts.merge(testCase.status(), 1, Integer::sum));
        return TestReportSummary.builder()
                .total(cases.size())
                .statusCounts(counts)
                .durationInNanoSeconds(cases.stream()
                        .mapToLong(TestCase::durationInNanoSeconds)
                        .sum())
                .build();
    }
}
