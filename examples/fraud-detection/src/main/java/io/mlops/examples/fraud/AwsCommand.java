package io.mlops.examples.fraud;

import io.mlops.aws.Aws;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** The whole pipeline in an AWS account. */
@Command(
        name = "aws",
        description = "Runs the whole pipeline in an AWS account, which costs money, and destroys it.",
        mixinStandardHelpOptions = true)
final class AwsCommand implements Callable<Integer> {
    @Option(names = "--profile", paramLabel = "NAME", description = "of the AWS configuration; default: the SDK's own")
    private @Nullable String profile;

    @Option(names = "--region", paramLabel = "NAME", description = "as eu-west-1; default: the SDK's own")
    private @Nullable String region;

    @Option(
            names = "--image",
            paramLabel = "URI",
            description = "the trainer's image; default: mlops-trainer:0.1.0 in the account's own ECR")
    private @Nullable String image;

    @Option(names = "--yes", description = "does not ask before it changes the account")
    private boolean yes;

    @Option(names = "--keep", description = "leaves everything in the account; --destroy takes it away")
    private boolean keep;

    @Option(names = "--destroy", description = "destroys what an earlier run has left, and does nothing else")
    private boolean destroy;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Scenario scenario = options.scenario(Objects.requireNonNull(spec).commandLine());
        DefaultCredentialsProvider.Builder credentials = DefaultCredentialsProvider.builder();
        if (profile != null) {
            credentials.profileName(profile);
        }
        try (DefaultCredentialsProvider provider = credentials.build();
                Aws aws = Aws.account(region(), provider)) {
            AwsRun run = new AwsRun(
                    aws,
                    new Quotas(aws.region(), provider),
                    scenario,
                    Optional.ofNullable(image),
                    options.run(Optional.empty()));
            return destroy ? run.destroy() : run.run(yes, keep);
        }
    }

    private String region() {
        if (region != null) {
            return region;
        }
        try {
            DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
            if (profile != null) {
                chain.profileName(profile);
            }
            return chain.build().getRegion().id();
        } catch (SdkException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--region: no region is configured; give one, as --region eu-west-1",
                    e);
        }
    }
}
