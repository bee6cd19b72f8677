package io.mlops.plan.cloudformation;

import io.mlops.plan.Bucket;
import io.mlops.plan.BuildProject;
import io.mlops.plan.EventRule;
import io.mlops.plan.Function;
import io.mlops.plan.LogGroup;
import io.mlops.plan.ModelPackageGroup;
import io.mlops.plan.Pipeline;
import io.mlops.plan.Repository;
import io.mlops.plan.Resource;
import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceType;
import io.mlops.plan.Role;
import io.mlops.plan.StoredObject;
import io.mlops.spec.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The template's resources, each after what it needs. */
final class TemplateResources {
    /** What needs the uploaded files. */
    private static final Set<ResourceType> NEED_UPLOADS =
            Set.of(ResourceType.FUNCTION, ResourceType.PIPELINE, ResourceType.EVENT_RULE);
    /** What holds data that no new deployment brings back. */
    private static final Set<ResourceType> HOLD_DATA =
            Set.of(ResourceType.BUCKET, ResourceType.MODEL_PACKAGE_GROUP, ResourceType.REPOSITORY);

    private final ResourceGraph graph;
    private final Names names;
    private final ResourceProperties resources;
    private final PipelineProperties pipelines;

    TemplateResources(ResourceGraph graph, Names names) {
        this.graph = graph;
        this.names = names;
        References references = new References(graph, names);
        this.resources = new ResourceProperties(references);
        this.pipelines = new PipelineProperties(references);
    }

    Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Resource resource : graph.order()) {
            if (resource instanceof StoredObject) {
                continue;
            }
            all.put(LogicalIds.of(resource.id(), names), resource(resource));
            if (resource instanceof Bucket bucket && !bucket.policy().isEmpty()) {
                all.put(
                        LogicalIds.BUCKET_POLICY,
                        new Properties()
                                .put("Type", "AWS::S3::BucketPolicy")
                                .put("Properties", resources.bucketPolicy(bucket))
                                .map());
            }
        }
        return all;
    }

    private Map<String, Object> resource(Resource resource) {
        ResourceType type = resource.id().type();
        Map<String, Object> properties = properties(resource);
        Properties json = new Properties().put("Type", typeName(type));
        if (NEED_UPLOADS.contains(type)) {
            json.put("Condition", CloudFormation.UPLOADED);
        }
        if (HOLD_DATA.contains(type)) {
            json.put("DeletionPolicy", "Retain").put("UpdateReplacePolicy", "Retain");
        } else if (type == ResourceType.LOG_GROUP) {
            // Said, since it could be doubted: logs are kept for a while only, and destroy deletes them too.
            json.put("DeletionPolicy", "Delete").put("UpdateReplacePolicy", "Delete");
        }
        Set<String> dependsOn = new TreeSet<>();
        graph.dependencies(resource.id()).stream()
                .filter(id -> id.type() != ResourceType.OBJECT)
                .map(id -> LogicalIds.of(id, names))
                .forEach(dependsOn::add);
        dependsOn.removeAll(Referred.in(properties));
        if (!dependsOn.isEmpty()) {
            json.put("DependsOn", List.copyOf(dependsOn));
        }
        return json.put("Properties", properties).map();
    }

    private Map<String, Object> properties(Resource resource) {
        return switch (resource.id().type()) {
            case BUCKET -> resources.bucket((Bucket) resource);
            case ROLE -> resources.role((Role) resource);
            case LOG_GROUP -> resources.logGroup((LogGroup) resource);
            case MODEL_PACKAGE_GROUP -> resources.modelPackageGroup((ModelPackageGroup) resource);
            case OBJECT -> throw new IllegalArgumentException("CloudFormation cannot make " + resource.id());
            case BUILD_PROJECT -> resources.buildProject((BuildProject) resource);
            case FUNCTION -> resources.function((Function) resource, names.bucket());
            case REPOSITORY -> resources.repository((Repository) resource);
            case PIPELINE -> pipelines.pipeline((Pipeline) resource);
            case EVENT_RULE -> pipelines.rule((EventRule) resource);
        };
    }

    private static String typeName(ResourceType type) {
        return switch (type) {
            case BUCKET -> "AWS::S3::Bucket";
            case ROLE -> "AWS::IAM::Role";
            case LOG_GROUP -> "AWS::Logs::LogGroup";
            case MODEL_PACKAGE_GROUP -> "AWS::SageMaker::ModelPackageGroup";
            case OBJECT -> throw new IllegalArgumentException("CloudFormation cannot make an object");
            case BUILD_PROJECT -> "AWS::CodeBuild::Project";
            case FUNCTION -> "AWS::Lambda::Function";
            case REPOSITORY -> "AWS::ECR::Repository";
            case PIPELINE -> "AWS::CodePipeline::Pipeline";
            case EVENT_RULE -> "AWS::Events::Rule";
        };
    }
}
