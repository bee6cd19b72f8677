package io.mlops.plan.cloudformation;

import io.mlops.plan.Bucket;
import io.mlops.plan.BuildProject;
import io.mlops.plan.Function;
import io.mlops.plan.LogGroup;
import io.mlops.plan.ModelPackageGroup;
import io.mlops.plan.Repository;
import io.mlops.plan.ResourceType;
import io.mlops.plan.Role;
import io.mlops.spec.Names;
import java.util.List;
import java.util.Map;

/** The properties of each resource but the pipeline and its rule: those that apply gives (template reference). */
final class ResourceProperties {
    private final References references;

    ResourceProperties(References references) {
        this.references = references;
    }

    Map<String, Object> bucket(Bucket bucket) {
        Map<String, Object> encryption = new Properties()
                .put("SSEAlgorithm", bucket.encryption())
                .putUnlessEmpty("KMSMasterKeyID", bucket.kmsKeyArn())
                .map();
        Map<String, Object> rule = new Properties()
                .put("ServerSideEncryptionByDefault", encryption)
                .put("BucketKeyEnabled", !bucket.kmsKeyArn().isEmpty())
                .map();
        boolean blocked = bucket.publicAccessBlocked();
        Properties properties = new Properties()
                .put("BucketName", references.bucketName())
                .put("VersioningConfiguration", Map.of("Status", bucket.versioned() ? "Enabled" : "Suspended"))
                .put("BucketEncryption", Map.of("ServerSideEncryptionConfiguration", List.of(rule)))
                .put(
                        "PublicAccessBlockConfiguration",
                        new Properties()
                                .put("BlockPublicAcls", blocked)
                                .put("BlockPublicPolicy", blocked)
                                .put("IgnorePublicAcls", blocked)
                                .put("RestrictPublicBuckets", blocked)
                                .map())
                .put(
                        "OwnershipControls",
                        Map.of("Rules", List.of(Map.of("ObjectOwnership", bucket.objectOwnership()))));
        if (bucket.tellsEventBridge()) {
            properties.put(
                    "NotificationConfiguration",
                    Map.of("EventBridgeConfiguration", Map.of("EventBridgeEnabled", true)));
        }
        return properties.tagged(bucket.tags());
    }

    Map<String, Object> bucketPolicy(Bucket bucket) {
        return new Properties()
                .put("Bucket", references.text(bucket.name()))
                .put("PolicyDocument", references.in(Properties.json(bucket.policy())))
                .map();
    }

    Map<String, Object> role(Role role) {
        Properties properties = new Properties()
                .put("RoleName", role.name())
                .put("Path", role.path())
                .put("AssumeRolePolicyDocument", references.in(Properties.json(role.trustPolicy())))
                .putUnlessEmpty("PermissionsBoundary", role.permissionsBoundary());
        if (!role.policy().isEmpty()) {
            Map<String, Object> policy = new Properties()
                    .put("PolicyName", Role.POLICY_NAME)
                    .put("PolicyDocument", references.in(Properties.json(role.policy())))
                    .map();
            properties.put("Policies", List.of(policy));
        }
        return properties.tagged(role.tags());
    }

    Map<String, Object> logGroup(LogGroup group) {
        Properties properties = new Properties().put("LogGroupName", group.name());
        if (group.retentionInDays() > 0) {
            properties.put("RetentionInDays", group.retentionInDays());
        }
        return properties.tagged(group.tags());
    }

    Map<String, Object> modelPackageGroup(ModelPackageGroup group) {
        return new Properties().put("ModelPackageGroupName", group.name()).tagged(group.tags());
    }

    Map<String, Object> repository(Repository repository) {
        return new Properties()
                .put("RepositoryName", repository.name())
                .put("ImageTagMutability", repository.immutable() ? "IMMUTABLE" : "MUTABLE")
                .tagged(repository.tags());
    }

    Map<String, Object> buildProject(BuildProject project) {
        Map<String, Object> logs = new Properties()
                .put("Status", "ENABLED")
                .put("GroupName", references.name(ResourceType.LOG_GROUP, Names.buildLogGroup(project.name())))
                .map();
        return new Properties()
                .put("Name", project.name())
                .put("ServiceRole", references.text(project.serviceRole()))
                .put(
                        "Source",
                        new Properties()
                                .put("Type", "CODEPIPELINE")
                                .put("BuildSpec", project.buildSpec())
                                .map())
                .put("Artifacts", Map.of("Type", "CODEPIPELINE"))
                .put(
                        "Environment",
                        new Properties()
                                .put("Type", "LINUX_CONTAINER")
                                .put("Image", project.image())
                                .put("ComputeType", project.computeType())
                                .map())
                .put("TimeoutInMinutes", project.timeoutInMinutes())
                .put("LogsConfig", Map.of("CloudWatchLogs", logs))
                .tagged(project.tags());
    }

    Map<String, Object> function(Function function, String bucket) {
        Map<String, Object> code = new Properties()
                .put("S3Bucket", references.text(bucket))
                .put("S3Key", Names.FUNCTION_CODE_KEY)
                .put("S3ObjectVersion", References.ref(CloudFormation.FUNCTION_CODE_VERSION))
                .map();
        return new Properties()
                .put("FunctionName", function.name())
                .put("Role", references.text(function.role()))
                .put("Handler", function.handler())
                .put("Runtime", function.runtime())
                .put("MemorySize", function.memorySize())
                .put("Timeout", function.timeout())
                .put("Code", code)
                .tagged(function.tags());
    }
}
