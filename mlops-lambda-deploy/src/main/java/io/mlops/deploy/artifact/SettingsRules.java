package io.mlops.deploy.artifact;

import io.mlops.contract.DeploySettings;
import io.mlops.contract.DeploySettings.DataCapture;
import io.mlops.contract.Vpc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What settings must be so that SageMaker accepts them, checked whole before anything is made. Limits are those of the API
 * models of {@code CreateModel}, {@code CreateEndpointConfig} and {@code CreateEndpoint}.
 */
final class SettingsRules {
    /** Of endpoints, endpoint configs and variants. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");

    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
    private static final Pattern S3_URI = Pattern.compile("s3://[^/]+/?.{0,500}");
    /** A resource has 50 tags at most, of which the function adds six. */
    private static final int MOST_TAGS = 44;

    private final Problems problems = new Problems();

    private SettingsRules() {}

    /** Lists all problems, each with field, value and what would be accepted. */
    static List<String> problems(DeploySettings settings, String stage) {
        SettingsRules rules = new SettingsRules();
        rules.check(settings, stage);
        return rules.problems.all();
    }

    private void check(DeploySettings settings, String stage) {
        problems.unless(settings.stage().equals(stage), "stage", settings.stage(), "\"" + stage + "\"");
        name("endpointName", settings.endpointName());
        problems.unless(
                ROLE.matcher(settings.roleArn()).matches(), "roleArn", settings.roleArn(), "the ARN of an IAM role");
        problems.between("kept", settings.kept(), 0, 1_000);
        problems.between("deadlineInMinutes", settings.deadlineInMinutes(), 1, 1_440);
        variants(settings.variants());
        DataCapture capture = settings.dataCapture();
        if (capture != null) {
            capture(capture);
        }
        Vpc vpc = settings.vpc();
        if (vpc != null) {
            problems.between("vpc.subnets", vpc.subnets().size(), 1, 16);
            problems.between("vpc.securityGroupIds", vpc.securityGroupIds().size(), 1, 5);
        }
        problems.between("tags", settings.tags().size(), 0, MOST_TAGS);
        settings.tags()
                .keySet()
                .forEach(key -> problems.unless(
                        !key.startsWith("aws:") && key.length() <= 128,
                        "tags",
                        key,
                        "keys of at most 128 characters that do not start with aws:"));
        DeploymentRules.check(settings, problems);
    }

    private void variants(List<DeploySettings.Variant> variants) {
        problems.between("variants", variants.size(), 1, 10);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < variants.size(); i++) {
            DeploySettings.Variant variant = variants.get(i);
            String field = "variants[" + i + "].";
            name(field + "name", variant.name());
            problems.unless(names.add(variant.name()), field + "name", variant.name(), "another name for each variant");
            VariantRules.check(variant, field, problems);
        }
        problems.unless(
                variants.stream()
                                .mapToDouble(DeploySettings.Variant::initialVariantWeight)
                                .sum()
                        > 0,
                "variants",
                "weights that are all 0",
                "a weight above 0");
    }

    private void capture(DataCapture capture) {
        problems.between("dataCapture.initialSamplingPercentage", capture.initialSamplingPercentage(), 0, 100);
        problems.unless(
                S3_URI.matcher(capture.destinationS3Uri()).matches()
                        && capture.destinationS3Uri().length() <= 512,
                "dataCapture.destinationS3Uri",
                capture.destinationS3Uri(),
                "s3://<bucket>/<prefix> of at most 512 characters");
        problems.unless(
                !capture.captureModes().isEmpty()
                        && Set.of("Input", "Output", "InputAndOutput").containsAll(capture.captureModes()),
                "dataCapture.captureModes",
                capture.captureModes(),
                "Input, Output, or both");
        problems.between(
                "dataCapture.csvContentTypes", capture.csvContentTypes().size(), 0, 10);
        problems.between(
                "dataCapture.jsonContentTypes", capture.jsonContentTypes().size(), 0, 10);
    }

    private void name(String field, String name) {
        problems.unless(NAME.matcher(name).matches(), field, name, "1 to 63 letters, digits and inner dashes");
    }
}
