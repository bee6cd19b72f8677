package io.mlops.examples.fraud;

import io.mlops.spec.Account;
import io.mlops.spec.Names;
import java.util.List;
import java.util.stream.Stream;

/** What whoever runs the example must be permitted: to plan, apply, upload, watch, ask the endpoint and destroy. */
final class NeededPermissions {
    private NeededPermissions() {}

    /**
     * Some actions on one kind of resource.
     *
     * @param actions as {@code s3:CreateBucket}
     * @param pattern the resources, as a policy names them
     * @param passedTo the service to which a role is passed; empty for other actions
     */
    record Need(List<String> actions, String pattern, String passedTo) {
        /** One such resource. */
        String example() {
            return pattern.equals("*") ? "*" : pattern.replace("*", "x");
        }
    }

    static List<Need> of(Names names, Scenario scenario) {
        return Stream.of(storage(names), roles(names), builds(names), pipeline(names), models(names, scenario))
                .flatMap(List::stream)
                .toList();
    }

    private static Need need(String service, String resource, String... actions) {
        return new Need(Stream.of(actions).map(action -> service + ":" + action).toList(), resource, "");
    }

    private static List<Need> storage(Names names) {
        String bucket = names.account().s3Arn(names.bucket());
        return List.of(
                need(
                        "s3",
                        bucket,
                        "CreateBucket",
                        "DeleteBucket",
                        "GetBucketNotification",
                        "GetBucketOwnershipControls",
                        "GetBucketPolicy",
                        "GetBucketPublicAccessBlock",
                        "GetBucketTagging",
                        "GetBucketVersioning",
                        "GetEncryptionConfiguration",
                        "ListBucket",
                        "ListBucketVersions",
                        "PutBucketNotification",
                        "PutBucketOwnershipControls",
                        "PutBucketPolicy",
                        "PutBucketPublicAccessBlock",
                        "PutBucketTagging",
                        "PutBucketVersioning",
                        "PutEncryptionConfiguration"),
                need("s3", bucket + "/*", "GetObject", "PutObject", "DeleteObject", "DeleteObjectVersion"));
    }

    private static List<Need> roles(Names names) {
        // IAM asks for a role that is not there by its name alone, without its path.
        String byName = names.account().iamArn("role/" + names.pipeline() + "-*");
        String roles = names.account().iamArn("role" + names.rolePath() + "*");
        return Stream.concat(
                        Stream.of(
                                need("iam", byName, "GetRole"),
                                need(
                                        "iam",
                                        roles,
                                        "CreateRole",
                                        "DeleteRole",
                                        "DeleteRolePolicy",
                                        "GetRole",
                                        "GetRolePolicy",
                                        "ListAttachedRolePolicies",
                                        "ListRolePolicies",
                                        "ListRoles",
                                        "PutRolePolicy",
                                        "TagRole",
                                        "UpdateAssumeRolePolicy")),
                        Stream.of("codepipeline", "codebuild", "lambda", "events")
                                .map(service -> new Need(List.of("iam:PassRole"), roles, service + ".amazonaws.com")))
                .toList();
    }

    private static List<Need> builds(Names names) {
        Account account = names.account();
        return List.of(
                need(
                        "codebuild",
                        account.arn("codebuild", "project/" + names.pipeline() + "-*"),
                        "BatchGetBuilds",
                        "BatchGetProjects",
                        "CreateProject",
                        "DeleteProject",
                        "ListBuildsForProject",
                        "StopBuild",
                        "UpdateProject"),
                need(
                        "codebuild",
                        account.arn("codebuild", "report-group/" + names.pipeline() + "-*"),
                        "BatchGetReportGroups",
                        "DeleteReportGroup"),
                need(
                        "lambda",
                        account.arn("lambda", "function:" + names.function()),
                        "CreateFunction",
                        "DeleteFunction",
                        "GetFunction",
                        "GetFunctionConfiguration",
                        "TagResource",
                        "UpdateFunctionCode",
                        "UpdateFunctionConfiguration"),
                need(
                        "logs",
                        account.arn("logs", "log-group:*"),
                        "CreateLogGroup",
                        "DeleteLogGroup",
                        "DescribeLogGroups",
                        "GetLogEvents",
                        "ListTagsForResource",
                        "PutRetentionPolicy",
                        "TagResource"));
    }

    private static List<Need> pipeline(Names names) {
        Account account = names.account();
        return List.of(
                need(
                        "codepipeline",
                        account.arn("codepipeline", names.pipeline()),
                        "CreatePipeline",
                        "DeletePipeline",
                        "GetPipeline",
                        "GetPipelineExecution",
                        "ListActionExecutions",
                        "ListPipelineExecutions",
                        "ListTagsForResource",
                        "StopPipelineExecution",
                        "TagResource",
                        "UpdatePipeline"),
                need(
                        "events",
                        account.arn("events", "rule/" + names.rule()),
                        "DeleteRule",
                        "DescribeRule",
                        "ListTargetsByRule",
                        "PutRule",
                        "PutTargets",
                        "RemoveTargets",
                        "TagResource"),
                need("tag", "*", "GetResources"));
    }

    private static List<Need> models(Names names, Scenario scenario) {
        Account account = names.account();
        return List.of(
                need(
                        "sagemaker",
                        account.arn("sagemaker", "model-package-group/" + scenario.pipeline() + "-models"),
                        "AddTags",
                        "CreateModelPackageGroup",
                        "DeleteModelPackageGroup",
                        "DescribeModelPackageGroup"),
                need(
                        "sagemaker",
                        account.arn("sagemaker", "*"),
                        "DeleteEndpoint",
                        "DeleteEndpointConfig",
                        "DeleteModel",
                        "DeleteModelPackage",
                        "DeleteMonitoringSchedule",
                        "DescribeEndpoint",
                        "DescribeEndpointConfig",
                        "DescribeModel",
                        "DescribeTrainingJob",
                        "InvokeEndpoint",
                        "ListTags",
                        "StopTrainingJob"),
                need("sagemaker", "*", "ListModelPackages", "ListMonitoringSchedules"),
                need(
                        "cloudwatch",
                        account.arn("cloudwatch", "alarm:" + scenario.endpoint() + "*"),
                        "DeleteAlarms",
                        "DescribeAlarms"),
                need("application-autoscaling", "*", "DescribeScalableTargets"));
    }
}
