package io.mlops.plan;

import io.mlops.spec.Names;
import java.util.Map;
import java.util.Set;

/**
 * A CodeBuild project with an inline buildspec, source and artifacts from CodePipeline.
 *
 * @param name the project's name
 * @param serviceRole the ARN of its role
 * @param buildSpec the buildspec's YAML
 * @param image the build image
 * @param computeType as {@code BUILD_GENERAL1_SMALL}
 * @param timeoutInMinutes 5 to 2160
 * @param tags by key
 */
public record BuildProject(
        String name,
        String serviceRole,
        String buildSpec,
        String image,
        String computeType,
        int timeoutInMinutes,
        Map<String, String> tags)
        implements Resource {
    /** Sorts the tags. */
    public BuildProject {
        tags = Fields.sorted(tags);
    }

    @Override
    public ResourceId id() {
        return new ResourceId(ResourceType.BUILD_PROJECT, name);
    }

    @Override
    public Set<ResourceId> dependsOn() {
        return Set.of(Role.ofArn(serviceRole), new ResourceId(ResourceType.LOG_GROUP, Names.buildLogGroup(name)));
    }

    @Override
    public Map<String, String> fields() {
        return new Fields()
                .put("serviceRole", serviceRole)
                .put("buildspec", buildSpec)
                .put("image", image)
                .put("computeType", computeType)
                .put("timeoutInMinutes", timeoutInMinutes)
                .tagged(tags);
    }

    @Override
    public String summary() {
        return image + ", " + computeType + ", at most " + timeoutInMinutes + " minutes";
    }
}
