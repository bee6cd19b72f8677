package io.mlops.local.codebuild;

import io.mlops.local.call.Call;
import io.mlops.local.call.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.*;

/** CodeBuild. */
public final class LocalCodeBuild implements CodeBuildClient {
    private static final Pattern BUILD_ID =
            Pattern.compile("(arn:aws:codebuild:[^:]*:[^:]*:build/)?[A-Za-z0-9\\-_]+:[0-9a-fA-F-]+");

    private final Call call;
    private final Projects projects;
    private final Builds builds;
    private final ProjectOperations changes;
    private final ReportOperations reports;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalCodeBuild(Call call) {
        this.call = call;
        this.projects = Projects.of(call.cloud(), call.scope());
        this.builds = Builds.of(call.cloud(), call.scope());
        this.changes = new ProjectOperations(call);
        this.reports = new ReportOperations(call);
    }

    @Override
    public CreateProjectResponse createProject(CreateProjectRequest request) {
        return CreateProjectResponse.builder().project(changes.create(request)).build();
    }

    @Override
    public UpdateProjectResponse updateProject(UpdateProjectRequest request) {
        return UpdateProjectResponse.builder().project(changes.update(request)).build();
    }

    @Override
    public DeleteProjectResponse deleteProject(DeleteProjectRequest request) {
        projects.byName().remove(request.name());
        return DeleteProjectResponse.builder().build();
    }

    @Override
    public BatchGetProjectsResponse batchGetProjects(BatchGetProjectsRequest request) {
        List<Project> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : request.names()) {
            StoredProject stored = projects.byName().get(name.replaceFirst("^arn:.*:project/", ""));
            if (stored == null) {
                missing.add(name);
            } else {
                found.add(stored.project());
            }
        }
        return BatchGetProjectsResponse.builder()
                .projects(found)
                .projectsNotFound(missing)
                .build();
    }

    @Override
    public ListProjectsResponse listProjects(ListProjectsRequest request) {
        Comparator<Project> order = request.sortBy() == ProjectSortByType.CREATED_TIME
                ? Comparator.comparing(Project::created)
                : request.sortBy() == ProjectSortByType.LAST_MODIFIED_TIME
                        ? Comparator.comparing(Project::lastModified)
                        : Comparator.comparing(Project::name);
        List<String> names = projects.byName().values().stream()
                .map(StoredProject::project)
                .sorted(order)
                .map(Project::name)
                .toList();
        boolean descending = request.sortOrder() == SortOrderType.DESCENDING;
        Page<String> page = page(descending ? Builds.reversed(names) : names, request.nextToken(), null);
        return ListProjectsResponse.builder()
                .projects(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public StartBuildResponse startBuild(StartBuildRequest request) {
        StoredProject project = changes.find(request.projectName());
        return StartBuildResponse.builder()
                .build(new BuildStart(call).start(project, request))
                .build();
    }

    @Override
    public StopBuildResponse stopBuild(StopBuildRequest request) {
        requireBuildId(request.id());
        StoredBuild build = builds.find(request.id())
                .orElseThrow(() -> ResourceNotFoundException.builder()
                        .message("Build cannot be found: " + request.id())
                        .build());
        build.stop();
        return StopBuildResponse.builder().build(build.build()).build();
    }

    @Override
    public BatchGetBuildsResponse batchGetBuilds(BatchGetBuildsRequest request) {
        List<Build> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String id : request.ids()) {
            requireBuildId(id);
            builds.find(id).ifPresentOrElse(build -> found.add(build.build()), () -> missing.add(id));
        }
        return BatchGetBuildsResponse.builder()
                .builds(found)
                .buildsNotFound(missing)
                .build();
    }

    /** A build's id, as {@code project:uuid}, or its ARN; the words are moto's. */
    private static void requireBuildId(String id) {
        if (!BUILD_ID.matcher(id).matches()) {
            throw ProjectRules.invalid("Invalid build ID provided");
        }
    }

    @Override
    public ListBuildsResponse listBuilds(ListBuildsRequest request) {
        Page<String> page = page(sorted(builds.ids(), request.sortOrder()), request.nextToken(), null);
        return ListBuildsResponse.builder()
                .ids(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public ListBuildsForProjectResponse listBuildsForProject(ListBuildsForProjectRequest request) {
        changes.find(request.projectName());
        List<String> ids = sorted(builds.idsOf(request.projectName()), request.sortOrder());
        Page<String> page = page(ids, request.nextToken(), null);
        return ListBuildsForProjectResponse.builder()
                .ids(page.items())
                .nextToken(page.next())
                .build();
    }

    private static List<String> sorted(List<String> oldestFirst, SortOrderType order) {
        return order == SortOrderType.ASCENDING ? oldestFirst : Builds.reversed(oldestFirst);
    }

    @Override
    public CreateReportGroupResponse createReportGroup(CreateReportGroupRequest request) {
        return CreateReportGroupResponse.builder()
                .reportGroup(reports.create(request))
                .build();
    }

    @Override
    public DeleteReportGroupResponse deleteReportGroup(DeleteReportGroupRequest request) {
        reports.delete(request);
        return DeleteReportGroupResponse.builder().build();
    }

    @Override
    public BatchGetReportGroupsResponse batchGetReportGroups(BatchGetReportGroupsRequest request) {
        List<String> missing = new ArrayList<>();
        List<ReportGroup> found = reports.groups(request.reportGroupArns(), missing);
        return BatchGetReportGroupsResponse.builder()
                .reportGroups(found)
                .reportGroupsNotFound(missing)
                .build();
    }

    @Override
    public ListReportGroupsResponse listReportGroups(ListReportGroupsRequest request) {
        Page<String> page = page(reports.groups(request), request.nextToken(), request.maxResults());
        return ListReportGroupsResponse.builder()
                .reportGroups(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public ListReportsResponse listReports(ListReportsRequest request) {
        Optional<ReportStatusType> status =
                Optional.ofNullable(request.filter()).map(ReportFilter::status);
        List<String> arns = sorted(reports.reports(Optional.empty(), status), request.sortOrder());
        Page<String> page = page(arns, request.nextToken(), request.maxResults());
        return ListReportsResponse.builder()
                .reports(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public ListReportsForReportGroupResponse listReportsForReportGroup(ListReportsForReportGroupRequest request) {
        Optional<ReportStatusType> status =
                Optional.ofNullable(request.filter()).map(ReportFilter::status);
        List<String> arns = sorted(reports.reports(Optional.of(request.reportGroupArn()), status), request.sortOrder());
        Page<String> page = page(arns, request.nextToken(), request.maxResults());
        return ListReportsForReportGroupResponse.builder()
                .reports(page.items())
                .nextToken(page.next())
                .build();
    }

    @Override
    public BatchGetReportsResponse batchGetReports(BatchGetReportsRequest request) {
        List<Report> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Reports stored = Reports.of(call.cloud(), call.scope());
        request.reportArns().forEach(arn -> stored.report(arn).ifPresentOrElse(found::add, () -> missing.add(arn)));
        return BatchGetReportsResponse.builder()
                .reports(found)
                .reportsNotFound(missing)
                .build();
    }

    @Override
    public DescribeTestCasesResponse describeTestCases(DescribeTestCasesRequest request) {
        Page<TestCase> page = page(reports.cases(request), request.nextToken(), request.maxResults());
        return DescribeTestCasesResponse.builder()
                .testCases(page.items())
                .nextToken(page.next())
                .build();
    }

    private static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable Integer size) {
        return Page.of(all, token, size, () -> ProjectRules.invalid("Invalid nextToken: " + token));
    }

    @Override
    public String serviceName() {
        return "codebuild";
    }

    @Override
    public void close() {}
}
