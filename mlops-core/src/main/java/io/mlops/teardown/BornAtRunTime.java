package io.mlops.teardown;

import io.mlops.apply.TaggedArn;
import io.mlops.apply.Waiting;
import io.mlops.aws.AwsClients;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds what a pipeline made at run time, in the order in which it is deleted. */
final class BornAtRunTime {
    private final PipelineSpec spec;
    private final Endpoints endpoints;
    private final MonitoringSchedules schedules;
    private final ScalableTargets targets;
    private final Alarms alarms;
    private final EndpointLogs logs;
    private final Reports reports;

    /** Reads the executions: to be made while the pipeline still stands. */
    BornAtRunTime(AwsClients aws, PipelineSpec spec, Names names, Waiting waiting) {
        this.spec = spec;
        this.endpoints = new Endpoints(aws, names, waiting);
        this.schedules = new MonitoringSchedules(aws, waiting);
        this.targets = new ScalableTargets(aws);
        this.alarms = new Alarms(aws);
        this.logs = new EndpointLogs(aws, names);
        this.reports = new Reports(aws, spec, names);
    }

    static boolean isOne(TaggedArn arn) {
        return Endpoints.isOne(arn) || Alarms.isOne(arn);
    }

    List<Born> find(List<TaggedArn> tagged) {
        List<TaggedArn> served = served(tagged);
        Set<String> names = ourEndpoints(served);
        List<Born> born = new ArrayList<>();
        names.forEach(endpoint -> schedules.of(endpoint).forEach(born::add));
        names.forEach(endpoint -> targets.of(endpoint).forEach(born::add));
        Stream.of("endpoint", "endpoint-config", "model")
                .flatMap(type -> served.stream().filter(arn -> arn.type().equals(type)))
                .map(arn -> new Born(label(arn), () -> endpoints.delete(arn), () -> endpoints.exists(arn)))
                .forEach(born::add);
        alarms.of(tagged).forEach(born::add);
        logs.of(names).forEach(born::add);
        reports.all().forEach(born::add);
        return born;
    }

    private List<TaggedArn> served(List<TaggedArn> tagged) {
        Map<String, TaggedArn> served = new LinkedHashMap<>();
        Stream.concat(
                        tagged.stream().filter(Endpoints::isOne),
                        spec.deployStages().stream().flatMap(stage -> endpoints.behind(stage.endpoint()).stream()))
                // The tagging API goes on listing what was deleted lately.
                .filter(endpoints::exists)
                .forEach(arn -> served.put(arn.arn(), arn));
        return List.copyOf(served.values());
    }

    private Set<String> ourEndpoints(List<TaggedArn> served) {
        Set<String> ours = new TreeSet<>();
        served.stream()
                .filter(arn -> arn.type().equals("endpoint"))
                .map(TaggedArn::name)
                .forEach(ours::add);
        // A described endpoint that is gone may have been deleted by a destroy that was cut off; a stranger's still
        // stands.
        spec.deployStages().stream()
                .map(DeployStage::endpoint)
                .filter(endpoint -> !endpoints.exists(new TaggedArn("", "sagemaker", "endpoint", endpoint)))
                .forEach(ours::add);
        return ours;
    }

    private static String label(TaggedArn arn) {
        return arn.type().replace('-', ' ') + " " + arn.name();
    }
}
