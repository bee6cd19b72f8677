package io.mlops.local.codebuild;

import io.mlops.local.call.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.codebuild.model.CreateReportGroupRequest;
import software.amazon.awssdk.services.codebuild.model.DeleteReportGroupRequest;
import software.amazon.awssdk.services.codebuild.model.DescribeTestCasesRequest;
import software.amazon.awssdk.services.codebuild.model.ListReportGroupsRequest;
import software.amazon.awssdk.services.codebuild.model.ReportExportConfigType;
import software.amazon.awssdk.services.codebuild.model.ReportGroup;
import software.amazon.awssdk.services.codebuild.model.ReportGroupSortByType;
import software.amazon.awssdk.services.codebuild.model.ReportGroupStatusType;
import software.amazon.awssdk.services.codebuild.model.ReportStatusType;
import software.amazon.awssdk.services.codebuild.model.ReportType;
import software.amazon.awssdk.services.codebuild.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.codebuild.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codebuild.model.SortOrderType;
import software.amazon.awssdk.services.codebuild.model.TestCase;

/** Report groups, reports and test cases. */
final class ReportOperations {
    private final Call call;
    private final Reports reports;

    ReportOperations(Call call) {
        this.call = call;
        this.reports = Reports.of(call.cloud(), call.scope());
        reports.expire(call.now());
    }

    ReportGroup create(CreateReportGroupRequest request) {
        if (request.type() != ReportType.TEST) {
            throw ProjectRules.unsupported("type " + request.typeAsString() + " (TEST is)");
        }
        if (request.exportConfig().exportConfigType() != ReportExportConfigType.NO_EXPORT) {
            throw ProjectRules.unsupported(
                    "exportConfig " + request.exportConfig().exportConfigTypeAsString() + " (NO_EXPORT is)");
        }
        ReportGroup group = ReportGroup.builder()
                .arn(call.scope().arn("codebuild", "report-group/" + request.name()))
                .name(request.name())
                .type(request.type())
                .exportConfig(request.exportConfig())
                .created(call.now())
                .lastModified(call.now())
                .tags(request.tags())
                .status(ReportGroupStatusType.ACTIVE)
                .build();
        if (!reports.add(group)) {
            throw ResourceAlreadyExistsException.builder()
                    .message("Report group already exists: " + group.arn())
                    .build();
        }
        return group;
    }

    void delete(DeleteReportGroupRequest request) {
        boolean holds = reports.reports().stream()
                .anyMatch(report -> report.reportGroupArn().equals(request.arn()));
        if (holds && !Boolean.TRUE.equals(request.deleteReports())) {
            throw ProjectRules.invalid(
                    "Report group " + request.arn() + " is not empty: delete its reports or set deleteReports");
        }
        reports.removeGroup(request.arn());
    }

    List<ReportGroup> groups(List<String> arns, List<String> missing) {
        List<ReportGroup> found = new ArrayList<>();
        arns.forEach(arn -> reports.group(arn).ifPresentOrElse(found::add, () -> missing.add(arn)));
        return found;
    }

    /** Lists the groups' ARNs; by default the newest comes first. */
    List<String> groups(ListReportGroupsRequest request) {
        Comparator<ReportGroup> order = request.sortBy() == ReportGroupSortByType.NAME
                ? Comparator.comparing(ReportGroup::name)
                : request.sortBy() == ReportGroupSortByType.LAST_MODIFIED_TIME
                        ? Comparator.comparing(ReportGroup::lastModified)
                        : Comparator.comparing(ReportGroup::created);
        List<String> arns =
                reports.groups().stream().sorted(order).map(ReportGroup::arn).toList();
        return request.sortOrder() == SortOrderType.ASCENDING ? arns : Builds.reversed(arns);
    }

    /** Lists the reports' ARNs, oldest first. */
    List<String> reports(Optional<String> group, Optional<ReportStatusType> status) {
        group.ifPresent(this::requireGroup);
        return reports.reports().stream()
                .filter(report -> group.isEmpty() || report.reportGroupArn().equals(group.get()))
                .filter(report -> status.isEmpty() || report.status() == status.get())
                .map(report -> report.arn())
                .toList();
    }

    List<TestCase> cases(DescribeTestCasesRequest request) {
        if (reports.report(request.reportArn()).isEmpty()) {
            throw ResourceNotFoundException.builder()
                    .message("Report cannot be found: " + request.reportArn())
                    .build();
        }
        if (request.filter() != null) {
            ProjectRules.only(request.filter(), "filter", Set.of("status", "keyword"));
        }
        String status = request.filter() == null ? null : request.filter().status();
        String keyword = request.filter() == null ? null : request.filter().keyword();
        return reports.cases(request.reportArn()).stream()
                .filter(testCase -> status == null || status.equals(testCase.status()))
                .filter(testCase -> keyword == null || testCase.name().contains(keyword))
                .toList();
    }

    private void requireGroup(String arn) {
        if (reports.group(arn).isEmpty()) {
            throw ResourceNotFoundException.builder()
                    .message("Report group cannot be found: " + arn)
                    .build();
        }
    }
}
