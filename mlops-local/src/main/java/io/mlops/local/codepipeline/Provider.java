package io.mlops.local.codepipeline;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;

/** The action providers that run here, with what they take (CodePipeline user guide, "Action structure reference"). */
@SuppressWarnings("ImmutableEnumChecker") // the sets are those of Set.of
enum Provider {
    /** A zip in a versioned bucket. */
    S3_SOURCE(
            Set.of(ActionCategory.SOURCE),
            "S3",
            new Count(0, 0),
            new Count(1, 1),
            Set.of("S3Bucket", "S3ObjectKey"),
            Set.of("PollForSourceChanges", "AllowOverrideForS3ObjectKey")),
    /** A build. */
    CODE_BUILD(
            Set.of(ActionCategory.BUILD, ActionCategory.TEST),
            "CodeBuild",
            new Count(1, 5),
            new Count(0, 5),
            Set.of("ProjectName"),
            Set.of("PrimarySource", "EnvironmentVariables", "BuildspecOverride", "BatchEnabled", "CombineArtifacts")),
    /** A function that answers for itself. */
    LAMBDA(
            Set.of(ActionCategory.INVOKE),
            "Lambda",
            new Count(0, 5),
            new Count(0, 5),
            Set.of("FunctionName"),
            Set.of("UserParameters")),
    /** A person's decision. */
    MANUAL(
            Set.of(ActionCategory.APPROVAL),
            "Manual",
            new Count(0, 0),
            new Count(0, 0),
            Set.of(),
            Set.of("NotificationArn", "CustomData", "ExternalEntityLink"));

    /** AWS's other providers (CodePipeline user guide, "Valid action providers"). */
    private static final Map<ActionCategory, Set<String>> ELSEWHERE = Map.of(
            ActionCategory.SOURCE, Set.of("CodeCommit", "CodeStarSourceConnection", "ECR"),
            ActionCategory.BUILD, Set.of("ECRBuildAndPublish"),
            ActionCategory.TEST, Set.of("DeviceFarm"),
            ActionCategory.DEPLOY,
                    Set.of(
                            "AlexaSkillsKit",
                            "AppConfig",
                            "CloudFormation",
                            "CloudFormationStackInstances",
                            "CloudFormationStackSet",
                            "CodeDeploy",
                            "CodeDeployToECS",
                            "EC2",
                            "ECS",
                            "EKS",
                            "ElasticBeanstalk",
                            "Lambda",
                            "OpsWorks",
                            "S3",
                            "ServiceCatalog"),
            ActionCategory.INVOKE, Set.of("CodePipeline", "InspectorScan", "StepFunctions"),
            ActionCategory.COMPUTE, Set.of("Commands"));

    private final Set<ActionCategory> categories;
    private final String providerName;
    private final Count inputs;
    private final Count outputs;
    private final Set<String> required;
    private final Set<String> optional;

    Provider(
            Set<ActionCategory> categories,
            String providerName,
            Count inputs,
            Count outputs,
            Set<String> required,
            Set<String> optional) {
        this.categories = categories;
        this.providerName = providerName;
        this.inputs = inputs;
        this.outputs = outputs;
        this.required = required;
        this.optional = optional;
    }

    /** How many artifacts an action takes or makes. */
    record Count(int least, int most) {}

    static Optional<Provider> of(ActionTypeId type) {
        return Arrays.stream(values())
                .filter(provider -> type.owner() == ActionOwner.AWS
                        && type.version().equals("1")
                        && provider.categories.contains(type.category())
                        && provider.providerName.equals(type.provider()))
                .findFirst();
    }

    /** Says whether AWS has the provider, though this has not. */
    static boolean isElsewhere(ActionTypeId type) {
        return type.owner() == ActionOwner.THIRD_PARTY
                || (type.owner() == ActionOwner.AWS
                        && ELSEWHERE.getOrDefault(type.category(), Set.of()).contains(type.provider()));
    }

    Count inputs() {
        return inputs;
    }

    Count outputs() {
        return outputs;
    }

    Set<String> required() {
        return required;
    }

    Set<String> optional() {
        return optional;
    }
}
