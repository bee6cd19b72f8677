package io.mlops.local;

import io.mlops.local.call.Service;
import io.mlops.local.iam.LocalIam;
import io.mlops.local.iam.LocalSts;
import io.mlops.local.lambda.LocalLambda;
import io.mlops.local.logs.LocalLogs;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The table of the emulated services. */
final class LocalServices {
    private LocalServices() {}

    static List<Service<?>> all() {
        return List.of(
                new Service<>("iam", "iam", IamClient.class, LocalIam.class, LocalIam::new),
                new Service<>("lambda", "lambda", LambdaClient.class, LocalLambda.class, LocalLambda::new),
                new Service<>("logs", "logs", CloudWatchLogsClient.class, LocalLogs.class, LocalLogs::new),
                new Service<>("sts", "sts", StsClient.class, LocalSts.class, LocalSts::new));
    }
}
