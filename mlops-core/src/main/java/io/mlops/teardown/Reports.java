package io.mlops.teardown;

import io.mlops.aws.AwsClients;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import java.util.stream.Stream;

/** The report group that the Test build's reports make. */
final class Reports {
    private final AwsClients aws;
    private final String name;
    private final String arn;

    Reports(AwsClients aws, PipelineSpec spec, Names names) {
        this.aws = aws;
        this.name = names.testProject() + "-" + spec.test().reportGroup();
        this.arn = names.account().arn("codebuild", "report-group/" + name);
    }

    Stream<Born> all() {
        return Stream.of(new Born("report group " + name, this::delete, this::isThere))
                .filter(group -> group.isThere().getAsBoolean());
    }

    private boolean isThere() {
        return !aws.codeBuild()
                .batchGetReportGroups(request -> request.reportGroupArns(arn))
                .reportGroups()
                .isEmpty();
    }

    private void delete() {
        aws.codeBuild().deleteReportGroup(request -> request.arn(arn).deleteReports(true));
    }
}
