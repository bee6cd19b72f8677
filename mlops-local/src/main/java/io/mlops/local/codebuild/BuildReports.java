package io.mlops.local.codebuild;

import io.mlops.local.call.Call;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.ErrorCodes;
import io.mlops.local.call.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.ListReportsForReportGroupRequest;
import software.amazon.awssdk.services.codebuild.model.ReportExportConfigType;
import software.amazon.awssdk.services.codebuild.model.ReportGroup;
import software.amazon.awssdk.services.codebuild.model.ReportType;
import software.amazon.awssdk.services.codebuild.model.TestCase;

/** Makes a build's reports. What goes wrong is said in the log and does not fail the build, as on AWS. */
final class BuildReports {
    private final BuildPhases.Place place;
    private final CodeBuildClient codebuild;
    private final BuildLog log;

    BuildReports(BuildPhases.Place place, CodeBuildClient codebuild) {
        this.place = place;
        this.codebuild = codebuild;
        this.log = place.log();
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
        for (Path file : ArtifactFiles.find(place.folder().source(), reports.files(), log)
                .values()) {
            cases.addAll(JunitReport.read(file));
        }
        if (cases.size() > Reports.MOST_CASES) {
            log.note("Report " + reports.group() + " has " + cases.size() + " test cases: the first "
                    + Reports.MOST_CASES + " are kept");
        }
        ReportGroup group = group(build, reports.group());
        for (String action : List.of("CreateReport", "BatchPutTestCases", "UpdateReport")) {
            ask(action, group);
        }
        String uuid = build.id().substring(build.id().indexOf(':') + 1);
        String arn = place.scope().arn("codebuild", "report/" + group.name() + ":" + uuid);
        reports().add(arn, group, build.arn(), cases, place.cloud().scheduler().now());
        return arn;
    }

    /** Asks IAM for an action for which CodeBuild has no public operation; the role needs it all the same. */
    private void ask(String action, ReportGroup group) {
        Cloud cloud = place.cloud();
        ListReportsForReportGroupRequest named = ListReportsForReportGroupRequest.builder()
                .reportGroupArn(group.arn())
                .build();
        Operation operation = new Operation(
                cloud.services().serviceOf(CodeBuildClient.class), action, named.getClass(), Optional.empty());
        Call call = new Call(place.caller(), place.scope().region(), cloud.ids().uuid(), cloud);
        cloud.chain().authorize(call, operation, named);
    }

    private Reports reports() {
        return Reports.of(place.cloud(), place.scope());
    }

    private ReportGroup group(Build build, String named) {
        String arn = named.startsWith("arn:")
                ? named
                : place.scope().arn("codebuild", "report-group/" + build.projectName() + "-" + named);
        if (!named.startsWith("arn:") && reports().group(arn).isEmpty()) {
            codebuild.createReportGroup(r -> r.name(build.projectName() + "-" + named)
                    .type(ReportType.TEST)
                    .exportConfig(export -> export.exportConfigType(ReportExportConfigType.NO_EXPORT)));
        }
        return reports()
                .group(arn)
                .orElseThrow(() -> new BuildspecException("report group " + arn + " does not exist"));
    }
}
