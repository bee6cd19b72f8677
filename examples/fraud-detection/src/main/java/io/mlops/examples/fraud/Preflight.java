package io.mlops.examples.fraud;

import io.mlops.aws.Aws;
import io.mlops.spec.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Looks, before anything is made in an account, for what would make a run fail in its midst. Changes nothing. */
final class Preflight {
    private static final Pattern SESSION = Pattern.compile("arn:[^:]+:sts::\\d{12}:assumed-role/([^/]+)/.+");
    private static final Pattern IMAGE = Pattern.compile(
            "(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([^:@]+)(?::([^@]+)|@(.+))?");

    private final Aws aws;
    private final Quotas quotas;
    private final Scenario scenario;
    private final String image;
    private final Names names;

    Preflight(Aws aws, Quotas quotas, Scenario scenario, String image, Names names) {
        this.aws = aws;
        this.quotas = quotas;
        this.scenario = scenario;
        this.image = image;
        this.names = names;
    }

    List<Finding> findings() {
        GetCallerIdentityResponse caller = aws.sts().getCallerIdentity();
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                "credentials: " + caller.arn() + ", account " + caller.account() + ", region " + aws.region()));
        findings.add(permissions(caller.arn()));
        findings.add(image());
        findings.addAll(quotas.findings(Map.of(
                Scenario.INSTANCE_TYPE + " for training job usage", 1,
                // The test's endpoint is gone before production's is made.
                Scenario.INSTANCE_TYPE + " for endpoint usage", 1)));
        return findings;
    }

    private Finding permissions(String caller) {
        if (caller.endsWith(":root")) {
            return Finding.unknown(
                    "permissions: the root user has them all, but should not be used for this: take a role");
        }
        try {
            List<String> denied = denied(entity(caller));
            return denied.isEmpty()
                    ? Finding.ok("permissions: IAM's simulation permits every action that a run needs")
                    : Finding.missing("permissions: IAM's simulation denies " + String.join(", ", denied)
                            + "; add them to " + caller + "'s policies, see docs/permissions.md");
        } catch (SdkException e) {
            return Finding.unknown("permissions: they cannot be simulated: " + e.getMessage());
        }
    }

    /** A simulation takes the role, of which a session knows the name alone. */
    private String entity(String caller) {
        Matcher session = SESSION.matcher(caller);
        return session.matches()
                ? aws.iam()
                        .getRole(request -> request.roleName(session.group(1)))
                        .role()
                        .arn()
                : caller;
    }

    private List<String> denied(String entity) {
        List<String> denied = new ArrayList<>();
        for (NeededPermissions.Need need : NeededPermissions.of(names, scenario)) {
            aws
                    .iam()
                    .simulatePrincipalPolicyPaginator(request -> {
                        request.policySourceArn(entity)
                                .actionNames(need.actions())
                                .resourceArns(need.example());
                        if (!need.passedTo().isEmpty()) {
                            request.contextEntries(ContextEntry.builder()
                                    .contextKeyName("iam:PassedToService")
                                    .contextKeyType("string")
                                    .contextKeyValues(need.passedTo())
                                    .build());
                        }
                    })
                    .evaluationResults()
                    .stream()
                    .filter(result -> result.evalDecision() != PolicyEvaluationDecisionType.ALLOWED)
                    .map(EvaluationResult::evalActionName)
                    .map(action -> action + " on " + need.example())
                    .forEach(denied::add);
        }
        return denied;
    }

    private Finding image() {
        Matcher uri = IMAGE.matcher(image);
        if (!uri.matches()) {
            return Finding.missing("image: " + image + " is no address in ECR; accepted is as " + Scenario.IMAGE);
        }
        try {
            String tag = uri.group(4);
            String digest = aws.ecr()
                    .describeImages(request -> request.registryId(uri.group(1))
                            .repositoryName(uri.group(3))
                            .imageIds(ImageIdentifier.builder()
                                    .imageTag(uri.group(5) == null && tag == null ? "latest" : tag)
                                    .imageDigest(uri.group(5))
                                    .build()))
                    .imageDetails()
                    .get(0)
                    .imageDigest();
            return Finding.ok("image: " + image + " is " + digest);
        } catch (EcrException e) {
            boolean absent =
                    e.statusCode() == 400 && e.awsErrorDetails().errorCode().endsWith("NotFoundException");
            String reason = e.awsErrorDetails().errorMessage();
            return absent
                    ? Finding.missing(
                            "image: " + image + ": " + reason + "; push it first, see mlops-training-java/README.md")
                    : Finding.unknown("image: " + image + ": " + reason);
        }
    }
}
