package io.mlops.plan;

import io.mlops.plan.cost.CostEstimate;
import io.mlops.plan.cost.CostLine;
import io.mlops.plan.cost.PriceTable;
import io.mlops.spec.DeployStage;
import io.mlops.spec.Deployment.Strategy;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Scaling;
import io.mlops.spec.Serverless;
import io.mlops.spec.Training;
import io.mlops.spec.Variant;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reckons what a pipeline may cost. An execution is taken to last as long as its bounds let it. */
public final class Costs {
    /** As AWS's calculator has it. */
    private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);
    /** Managed spot training saves up to 90 % (SageMaker developer guide, Managed Spot Training). */
    private static final BigDecimal LEAST_SPOT_SHARE = new BigDecimal("0.1");
    /** Target tracking makes two for each variant (Application Auto Scaling user guide). */
    private static final int ALARMS_OF_SCALING = 2;

    private static final List<String> BY_USE = List.of(
            "requests to endpoints and functions",
            "stored data, models, images and logs",
            "volumes",
            "captured data",
            "KMS calls");

    private final PipelineSpec spec;
    private final ResourceGraph graph;
    private final Names names;
    private final PriceTable prices;

    private Costs(PipelineSpec spec, Names names, PriceTable prices) {
        this.spec = spec;
        this.graph = PipelineResources.of(spec, names);
        this.names = names;
        this.prices = prices;
    }

    /**
     * Reckons.
     *
     * @param spec the description
     * @param names the derived names, which hold the region
     * @param prices the prices
     * @return an estimate
     */
    public static CostEstimate of(PipelineSpec spec, Names names, PriceTable prices) {
        return new Costs(spec, names, prices).estimate();
    }

    private CostEstimate estimate() {
        List<CostLine> perMonth = new ArrayList<>();
        List<CostLine> perExecution = new ArrayList<>();
        perExecution.add(training());
        spec.deployStages().forEach(stage -> stage.variants().forEach(variant -> perMonth(stage, variant, perMonth)));
        alarms(perMonth);
        builds(perExecution);
        spec.deployStages().forEach(stage -> deploy(stage, perExecution));
        perExecution.add(actions());
        return new CostEstimate(names.account().region(), perMonth, perExecution, byUse());
    }

    private List<String> byUse() {
        List<String> all = new ArrayList<>(BY_USE);
        spec.deployStages()
                .forEach(stage -> stage.variants().stream()
                        .filter(variant -> variant.serverless() != null)
                        .forEach(variant -> all.add("serverless endpoint " + stage.endpoint() + " " + variant.name())));
        return all;
    }

    private CostLine training() {
        Training training = spec.training();
        BigDecimal most = hours(training.maxRuntime()).multiply(BigDecimal.valueOf(training.instanceCount()));
        boolean spot = training.spot() != null;
        String what = "training " + training.instanceType();
        String text = "training: " + count(training.instanceCount(), what) + ", " + minutes(training.maxRuntime())
                + " minutes" + (spot ? ", spot: as much as on demand, or up to 90 % less" : "");
        return line(what, text, spot ? most.multiply(LEAST_SPOT_SHARE) : BigDecimal.ZERO, most);
    }

    private void perMonth(DeployStage stage, Variant variant, List<CostLine> lines) {
        String endpoint = "endpoint " + stage.endpoint() + " " + variant.name() + ": ";
        Serverless serverless = variant.serverless();
        if (serverless == null) {
            lines.add(fleet(variant, endpoint));
        } else if (serverless.provisionedConcurrency() != null) {
            int gigabytes = serverless.memorySizeInMB() / 1024 * serverless.provisionedConcurrency();
            BigDecimal hours = times(HOURS_A_MONTH, gigabytes);
            String text = endpoint + "provisioned concurrency, " + hours + " GB-hours";
            lines.add(line("provisioned concurrency", text, hours, hours));
        }
    }

    private CostLine fleet(Variant variant, String endpoint) {
        String what = "hosting " + variant.instanceType();
        Scaling scaling = variant.scaling();
        int least = scaling == null ? variant.instances() : scaling.minCapacity();
        int most = scaling == null ? variant.instances() : scaling.maxCapacity();
        String text = endpoint + (least == most ? "" : least + " to ") + count(most, what) + ", 730 hours";
        return line(what, text, times(HOURS_A_MONTH, least), times(HOURS_A_MONTH, most));
    }

    private void alarms(List<CostLine> lines) {
        int alarms = spec.deployStages().stream()
                .flatMap(stage -> stage.variants().stream()
                        .map(variant -> stage.deployment().configAlarms().size()
                                + (variant.scaling() == null ? 0 : ALARMS_OF_SCALING)))
                .mapToInt(Integer::intValue)
                .sum();
        if (alarms > 0) {
            lines.add(line("alarm", alarms + " alarms", BigDecimal.valueOf(alarms), BigDecimal.valueOf(alarms)));
        }
    }

    private void builds(List<CostLine> lines) {
        int test = 0;
        for (BuildProject project : projects()) {
            String text = "build " + project.name() + ": " + project.timeoutInMinutes() + " minutes";
            BigDecimal most = BigDecimal.valueOf(project.timeoutInMinutes());
            lines.add(line(project.computeType(), text, BigDecimal.ZERO, most));
            test = project.name().equals(names.testProject()) ? project.timeoutInMinutes() : test;
        }
        String what = "hosting " + spec.test().instanceType();
        String endpoint = "temporary endpoint: " + count(1, what) + ", " + test + " minutes";
        lines.add(line(what, endpoint, BigDecimal.ZERO, hours(Duration.ofMinutes(test))));
    }

    private List<BuildProject> projects() {
        return graph.order().stream()
                .filter(BuildProject.class::isInstance)
                .map(BuildProject.class::cast)
                .toList();
    }

    private void deploy(DeployStage stage, List<CostLine> lines) {
        graph.order().stream()
                .filter(Function.class::isInstance)
                .map(Function.class::cast)
                .forEach(function -> {
                    BigDecimal gigabytes = BigDecimal.valueOf(function.memorySize())
                            .divide(BigDecimal.valueOf(1024), 4, RoundingMode.UP);
                    BigDecimal most =
                            times(gigabytes, Math.toIntExact(stage.deadline().toSeconds()));
                    String text = "function, stage " + stage.name() + ": " + minutes(stage.deadline()) + " minutes";
                    lines.add(line("function", text, BigDecimal.ZERO, most));
                });
        if (stage.deployment().strategy() == Strategy.ROLLING) {
            return;
        }
        Duration update = stage.deployment().maximumExecutionTimeout();
        stage.variants().stream()
                .filter(variant -> variant.serverless() == null)
                .forEach(variant -> {
                    String what = "hosting " + variant.instanceType();
                    String text =
                            "second fleet of " + stage.endpoint() + " " + variant.name() + " while it is updated: "
                                    + count(variant.instances(), what) + ", " + minutes(update) + " minutes";
                    lines.add(line(what, text, BigDecimal.ZERO, times(hours(update), variant.instances())));
                });
    }

    /** Approvals cost nothing (CodePipeline pricing); a source takes a minute. */
    private CostLine actions() {
        long builds =
                projects().stream().mapToLong(BuildProject::timeoutInMinutes).sum();
        long deploys = spec.deployStages().stream()
                .mapToLong(stage -> stage.deadline().toMinutes())
                .sum();
        BigDecimal most = BigDecimal.valueOf(3 + builds + deploys);
        return line("action execution", "pipeline actions: " + most + " minutes", BigDecimal.ZERO, most);
    }

    private CostLine line(String what, String text, BigDecimal least, BigDecimal most) {
        String region = names.account().region();
        String priced = prices.find(region, what).isPresent() ? what : PriceTable.standIn(what);
        return CostLine.of(text, what, priced, prices.find(region, priced), least, most);
    }

    private static String count(int count, String what) {
        return count + " " + what.substring(what.indexOf(' ') + 1);
    }

    private static long minutes(Duration duration) {
        return duration.toMinutes();
    }

    private static BigDecimal hours(Duration duration) {
        return BigDecimal.valueOf(duration.toSeconds()).divide(BigDecimal.valueOf(3600), 6, RoundingMode.UP);
    }

    private static BigDecimal times(BigDecimal amount, int count) {
        return amount.multiply(BigDecimal.valueOf(count));
    }
}
