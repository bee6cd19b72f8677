package io.mlops.local.codebuild;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.ErrorCodes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.ReportExportConfigType;
import software.amazon.awssdk.services.codebuild.model.ReportGroup;
import software.amazon.awssdk.services.codebuild.model.ReportType;
import software.amazon.awssdk.services.codebuild.model.TestCase;

/** Makes a build's reports. What goes wrong is said in the log and does not fail the build, as on AWS. */
final class BuildReports {
    private final Cloud cloud;
    private final Scope scope;
    private final CodeBuildClient codebuild;
    private final BuildFolder folder;
    private final BuildLog log;

    BuildReports(Cloud cloud, Scope scope, CodeBuildClient codebuild, BuildFolder folder, BuildLog log) {
        this.cloud = cloud;
        this.scope = scope;
        this.codebuild = codebuild;
        this.folder = folder;
        this.log = log;
    }

    /** Makes the reports; gives their ARNs. */
    List<String> make(Build build, Buildspec buildspec) {
        List<String> arns = new ArrayList<>();
        for (Buildspec.Reports reports : buildspec.reports()) {
            try {
                arns.add(make(build, reports));
            } catch (AwsServiceException e) {
                log.note("Error processing report " + reports.group() + ": " + ErrorCodes.message(e));
            } catch (IOException | BuildspecException e) {
                log.note("Error processing report " + reports.group() + ": " + e.getMessage());
            }
        }
        return arns;
    }

    private String make(Build build, Buildspec.Reports reports) throws IOException {
        log.note("Preparing to copy JUNITXML report " + reports.group());
        List<TestCase> cases = new ArrayList<>();
        for (Path file :
                ArtifactFiles.find(folder.source(), reports.files(), log).values()) {
            cases.addAll(JunitReport.read(file));
        }
        if (cases.size() > Reports.MOST_CASES) {
            log.note("Report " + reports.group() + " has " + cases.size() + " test cases: the first "
                    + Reports.MOST_CASES + " are kept");
        }
        ReportGroup group = group(build, reports.group());
        String uuid = build.id().substring(build.id().indexOf(':') + 1);
        String arn = scope.arn("codebuild", "report/" + group.name() + ":" + uuid);
        Reports.of(cloud, scope)
                .add(arn, group, build.arn(), cases, cloud.scheduler().now());
        return arn;
    }

    private ReportGroup group(Build build, String named) {
        String arn = named.startsWith("arn:")
                ? named
                : scope.arn("codebuild", "report-group/" + build.projectName() + "-" + named);
        if (!named.startsWith("arn:") && Reports.of(cloud, scope).group(arn).isEmpty()) {
            codebuild.createReportGroup(r -> r.name(build.projectName() + "-" + named)
                    .type(ReportType.TEST)
                    .exportConfig(export -> export.exportConfigType(ReportExportConfigType.NO_EXPORT)));
        }
        return Reports.of(cloud, scope)
                .group(arn)
                .orElseThrow(() -> new BuildspecException("report group " + arn + " does not exist"));
    }
}
