package io.mlops.plan.cloudformation;

import io.mlops.plan.ResourceGraph;
import io.mlops.plan.ResourceId;
import io.mlops.plan.ResourceType;
import io.mlops.plan.StoredObject;
import io.mlops.spec.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders a resource graph as a CloudFormation template.
 *
 * <p>CloudFormation writes no objects into a bucket, and the function's code, the tools and the settings lie in the very
 * bucket that the template makes. So the stack is deployed twice: at first with the parameter {@value
 * #FUNCTION_CODE_VERSION} at its default, which makes all but function, pipeline and rule; then, when the files that the
 * metadata lists are uploaded, with the version that S3 gave the function's jar. A new jar is a new version, so that
 * CloudFormation sees it.
 */
public final class CloudFormation {
    /** The parameter: the S3 version id of the function's jar. */
    public static final String FUNCTION_CODE_VERSION = "FunctionCodeVersion";

    /** The parameter's value while nothing is uploaded. */
    public static final String NOT_UPLOADED = "none";

    static final String UPLOADED = "Uploaded";
    private final ResourceGraph graph;
    private final Names names;

    private CloudFormation(ResourceGraph graph, Names names) {
        this.graph = graph;
        this.names = names;
    }

    /**
     * Renders the graph.
     *
     * @param graph the wanted resources
     * @param names the names that they were made with
     * @return the template, for the account and region of the names: the settings that it tells to upload are theirs
     */
    public static Template template(ResourceGraph graph, Names names) {
        return new CloudFormation(graph, names).template();
    }

    private Template template() {
        Map<String, Object> sections = new LinkedHashMap<>();
        sections.put("AWSTemplateFormatVersion", "2010-09-09");
        sections.put("Description", "Pipeline " + names.pipeline() + ": trains, tests and deploys a model.");
        sections.put("Metadata", Map.of("Mlops", metadata()));
        sections.put("Parameters", Map.of(FUNCTION_CODE_VERSION, parameter()));
        sections.put("Conditions", Map.of(UPLOADED, condition()));
        sections.put("Resources", new TemplateResources(graph, names).all());
        sections.put("Outputs", outputs());
        return new Template(sections);
    }

    private Map<String, Object> metadata() {
        List<Map<String, Object>> uploads = graph.order().stream()
                .filter(StoredObject.class::isInstance)
                .map(StoredObject.class::cast)
                .map(object -> new Properties()
                        .put("Bucket", object.bucket())
                        .put("Key", object.key())
                        .put("Digest", object.digest())
                        .map())
                .toList();
        return new Properties()
                .put(
                        "WrittenFor",
                        names.account().accountId() + " " + names.account().region())
                .put("UploadBefore" + FUNCTION_CODE_VERSION, uploads)
                .map();
    }

    private static Map<String, Object> parameter() {
        return new Properties()
                .put("Type", "String")
                .put("Default", NOT_UPLOADED)
                .put(
                        "Description",
                        "The S3 version id of " + Names.FUNCTION_CODE_KEY + ". " + NOT_UPLOADED
                                + " until the files of the template's metadata are uploaded: all is made but function,"
                                + " pipeline and rule.")
                .map();
    }

    private static Map<String, Object> condition() {
        Object none = Map.of("Fn::Equals", List.of(References.ref(FUNCTION_CODE_VERSION), NOT_UPLOADED));
        return Map.of("Fn::Not", List.of(none));
    }

    private Map<String, Object> outputs() {
        Properties outputs = new Properties();
        boolean ownBucket =
                graph.find(new ResourceId(ResourceType.BUCKET, names.bucket())).isPresent();
        outputs.put("Bucket", Map.of("Value", ownBucket ? References.ref("Bucket") : names.bucket()));
        outputs.put(
                "Pipeline",
                new Properties()
                        .put("Condition", UPLOADED)
                        .put("Value", References.ref("Pipeline"))
                        .map());
        return outputs.map();
    }
}
