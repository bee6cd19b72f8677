package io.mlops.examples.fraud;

import io.mlops.local.LocalAws;

/** What {@code --keep} prints: where the endpoint is, and commands to look around with. */
final class KeptServing {
    private KeptServing() {}

    static void print(LocalAws local, Scenario scenario) {
        String aws = "aws --endpoint-url " + local.endpoint() + " ";
        LocalRun.say(
                "\nserving until Ctrl-C at " + local.endpoint() + "/endpoints/" + scenario.endpoint() + "/invocations");
        LocalRun.say("to explore it with the AWS CLI:");
        LocalRun.say("  export AWS_ACCESS_KEY_ID=" + local.accessKeyId() + " AWS_SECRET_ACCESS_KEY="
                + local.secretAccessKey() + " AWS_DEFAULT_REGION=" + local.region());
        LocalRun.say("  " + aws + "codepipeline get-pipeline-state --name " + scenario.pipeline());
        LocalRun.say("  " + aws + "codebuild list-builds-for-project --project-name " + scenario.pipeline() + "-train");
        LocalRun.say("  " + aws + "logs describe-log-streams --log-group-name /aws/codebuild/" + scenario.pipeline()
                + "-train");
        LocalRun.say("  " + aws + "logs get-log-events --log-group-name /aws/codebuild/" + scenario.pipeline()
                + "-train --log-stream-name STREAM");
        LocalRun.say("  " + aws + "sagemaker list-model-packages --model-package-group-name " + scenario.pipeline()
                + "-models");
        LocalRun.say("  " + aws + "sagemaker describe-endpoint --endpoint-name " + scenario.endpoint());
    }
}
