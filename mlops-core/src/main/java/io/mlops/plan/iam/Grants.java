package io.mlops.plan.iam;

import io.mlops.spec.ConnectionSource;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Image;
import io.mlops.spec.ImageUri;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What several actors' policies are made of: the pipeline's own ARNs, and grants that more than one needs. */
final class Grants {
    private static final Pattern ECR_IMAGE =
            Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([^:@]+)(?:[:@].*)?");
    /** The deploy step cuts an endpoint's name, never this much of it, to fit version and digest into 63 characters. */
    private static final int UNCUT = 30;

    private static final String TRAINING_LOGS = "log-group:/aws/sagemaker/TrainingJobs";

    private final PipelineSpec spec;
    private final Names names;

    Grants(PipelineSpec spec, Names names) {
        this.spec = spec;
        this.names = names;
    }

    PipelineSpec spec() {
        return spec;
    }

    Names names() {
        return names;
    }

    String arn(String service, String resource) {
        return names.account().arn(service, resource);
    }

    String bucket() {
        return names.account().s3Arn(names.bucket());
    }

    List<String> keys(List<String> keys) {
        return keys.stream().map(key -> bucket() + "/" + key).toList();
    }

    List<String> keys(String... keys) {
        return keys(List.of(keys));
    }

    String packages() {
        return arn("sagemaker", "model-package/" + spec.modelPackageGroup() + "/*");
    }

    String group() {
        return arn("sagemaker", "model-package-group/" + spec.modelPackageGroup());
    }

    /** The whole group, on which the service authorization reference puts the actions that open and find streams. */
    String trainingLogs() {
        return arn("logs", TRAINING_LOGS + ":*");
    }

    /** SageMaker names streams {@code <training job>/algo-…}; the group is the whole account's. */
    String trainingLogStreams() {
        return arn("logs", TRAINING_LOGS + ":log-stream:" + spec.pipelineName() + "-*");
    }

    List<String> endpointArns(String derived, String endpoint) {
        return Stream.of("model/" + derived, "endpoint-config/" + derived, "endpoint/" + endpoint)
                // SageMaker writes names in lower case into ARNs.
                .flatMap(resource ->
                        Stream.of(resource, resource.toLowerCase(Locale.ROOT)).distinct())
                .map(resource -> arn("sagemaker", resource))
                .toList();
    }

    /** Matches the deploy step's {@code <endpoint>-v<version>-<digest>}. */
    static String derivedFrom(String endpoint) {
        return endpoint.length() <= UNCUT ? endpoint + "-v*" : endpoint.substring(0, UNCUT) + "*";
    }

    Statement bucketReads(String... more) {
        List<String> actions = new ArrayList<>(List.of("s3:GetBucketAcl", "s3:GetBucketLocation"));
        actions.addAll(List.of(more));
        return Statement.allow("Bucket", actions.toArray(String[]::new)).on(bucket());
    }

    static Statement writeLogs(List<String> arns, String... more) {
        List<String> actions = new ArrayList<>(List.of("logs:CreateLogStream", "logs:PutLogEvents"));
        actions.addAll(List.of(more));
        return Statement.allow("WriteLog", actions.toArray(String[]::new)).on(arns);
    }

    static Statement metrics() {
        return Statement.allow("Metrics", "cloudwatch:PutMetricData").on("*");
    }

    Statement passRole(Actor actor) {
        return Statement.allow("PassRole", "iam:PassRole")
                .on(actor.roleArn(names))
                .when("StringEquals", "iam:PassedToService", "sagemaker.amazonaws.com");
    }

    List<Statement> readImage(Image image) {
        Optional<String> repository = repository(image);
        if (repository.isEmpty()) {
            return List.of();
        }
        return List.of(
                Statement.allow(
                                "PullImage",
                                "ecr:BatchCheckLayerAvailability",
                                "ecr:GetDownloadUrlForLayer",
                                "ecr:BatchGetImage")
                        .on(repository.get()),
                Statement.allow("SignInToRegistry", "ecr:GetAuthorizationToken").on("*"));
    }

    /** Looks up the digests of the team's own images; AWS's are not for others to look at. */
    List<Statement> seeImages() {
        List<String> repositories = Stream.of(
                        spec.training().image(), spec.training().servingImage())
                .filter(ImageUri.class::isInstance)
                .flatMap(image -> repository(image).stream())
                .distinct()
                .toList();
        return repositories.isEmpty()
                ? List.of()
                : List.of(Statement.allow("SeeImages", "ecr:DescribeImages").on(repositories));
    }

    private Optional<String> repository(Image image) {
        Matcher uri = ECR_IMAGE.matcher(image.uri(names.account()));
        return uri.matches()
                ? Optional.of("arn:" + names.account().partition() + ":ecr:" + uri.group(2) + ":" + uri.group(1)
                        + ":repository/" + uri.group(3))
                : Optional.empty();
    }

    /** Reads and writes what the team's key encrypts, where there is one. */
    List<Statement> useKey() {
        String key = spec.options().kmsKeyArn();
        return key.isEmpty()
                ? List.of()
                : List.of(Statement.allow("Key", "kms:Decrypt", "kms:GenerateDataKey")
                        .on(key));
    }

    /** Watches rollback alarms, where a stage has some. */
    List<Statement> seeAlarms() {
        boolean watched = spec.deployStages().stream()
                .map(DeployStage::deployment)
                .anyMatch(deployment -> !deployment.rollbackAlarms().isEmpty()
                        || !deployment.configAlarms().isEmpty());
        return watched
                ? List.of(Statement.allow("SeeAlarms", "cloudwatch:DescribeAlarms")
                        .on(arn("cloudwatch", "alarm:*")))
                : List.of();
    }

    /**
     * Network interfaces in the team's network (SageMaker developer guide, execution roles). A shared subnet is another
     * account's, so its ARN names none.
     */
    List<Statement> network(List<Vpc> networks) {
        if (networks.isEmpty()) {
            return List.of();
        }
        String interfaces = arn("ec2", "network-interface/*");
        String ec2 =
                "arn:" + names.account().partition() + ":ec2:" + names.account().region() + ":*:";
        List<String> places = networks.stream()
                .flatMap(vpc -> Stream.concat(
                        vpc.subnets().stream().map(subnet -> ec2 + "subnet/" + subnet),
                        vpc.securityGroups().stream().map(group -> ec2 + "security-group/" + group)))
                .distinct()
                .toList();
        return List.of(
                Statement.allow(
                                "NetworkInterfaces",
                                "ec2:CreateNetworkInterface",
                                "ec2:CreateNetworkInterfacePermission",
                                "ec2:DeleteNetworkInterface",
                                "ec2:DeleteNetworkInterfacePermission")
                        .on(interfaces),
                Statement.allow("EnterNetwork", "ec2:CreateNetworkInterface").on(places),
                Statement.allow(
                                "SeeNetwork",
                                "ec2:DescribeDhcpOptions",
                                "ec2:DescribeNetworkInterfaces",
                                "ec2:DescribeSecurityGroups",
                                "ec2:DescribeSubnets",
                                "ec2:DescribeVpcs")
                        .on("*"));
    }

    /** Uses the source's code connection; the action's prefix is that of the connection's ARN. */
    Optional<Statement> useConnection() {
        return spec.source() instanceof ConnectionSource source
                ? Optional.of(
                        Statement.allow("Connection", source.connectionArn().split(":", 4)[2] + ":UseConnection")
                                .on(source.connectionArn()))
                : Optional.empty();
    }

    @SafeVarargs
    static List<Statement> join(List<Statement> first, Iterable<Statement>... more) {
        List<Statement> all = new ArrayList<>(first);
        for (Iterable<Statement> part : more) {
            part.forEach(all::add);
        }
        return List.copyOf(all);
    }
}
