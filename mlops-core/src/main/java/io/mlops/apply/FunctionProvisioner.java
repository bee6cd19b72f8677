package io.mlops.apply;

import io.mlops.aws.AwsClients;
import io.mlops.plan.Function;
import io.mlops.spec.Names;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.State;

/** Provisions the deploy function. Each change waits until Lambda has taken it over, since the next is refused before. */
final class FunctionProvisioner implements Provisioner<Function> {
    private static final Duration READY_AFTER = Duration.ofMinutes(3);

    private final AwsClients aws;
    private final Tags tags;
    private final Names names;
    private final RoleRetry retry;
    private final Waiting waiting;

    FunctionProvisioner(AwsClients aws, Tags tags, Names names, RoleRetry retry, Waiting waiting) {
        this.aws = aws;
        this.tags = tags;
        this.names = names;
        this.retry = retry;
        this.waiting = waiting;
    }

    @Override
    public Class<Function> type() {
        return Function.class;
    }

    @Override
    public Optional<Function> read(String name) {
        return Missing.orValue(() -> aws.lambda().getFunction(request -> request.functionName(name)))
                .map(this::function);
    }

    private Function function(GetFunctionResponse response) {
        FunctionConfiguration configuration = response.configuration();
        return new Function(
                configuration.functionName(),
                configuration.role(),
                Optional.ofNullable(configuration.handler()).orElse(""),
                String.valueOf(configuration.runtimeAsString()),
                configuration.memorySize(),
                configuration.timeout(),
                configuration.codeSha256(),
                tags.own(response.tags()));
    }

    @Override
    public void create(Function wanted) {
        retry.call(
                wanted.id().toString(),
                () -> aws.lambda()
                        .createFunction(request -> request.functionName(wanted.name())
                                .runtime(wanted.runtime())
                                .role(wanted.role())
                                .handler(wanted.handler())
                                .packageType(PackageType.ZIP)
                                .code(code -> code.s3Bucket(names.bucket()).s3Key(Names.FUNCTION_CODE_KEY))
                                .memorySize(wanted.memorySize())
                                .timeout(wanted.timeout())
                                .tags(wanted.tags())));
        awaitReady(wanted.name());
    }

    @Override
    public void update(Function before, Function after) {
        awaitReady(after.name());
        if (!before.codeSha256().equals(after.codeSha256())) {
            aws.lambda()
                    .updateFunctionCode(request -> request.functionName(after.name())
                            .s3Bucket(names.bucket())
                            .s3Key(Names.FUNCTION_CODE_KEY));
            awaitReady(after.name());
        }
        if (!before.tags().equals(after.tags())) {
            String arn = aws.lambda()
                    .getFunctionConfiguration(request -> request.functionName(after.name()))
                    .functionArn();
            aws.lambda().tagResource(request -> request.resource(arn).tags(after.tags()));
        }
        retry.call(
                after.id().toString(),
                () -> aws.lambda()
                        .updateFunctionConfiguration(request -> request.functionName(after.name())
                                .runtime(after.runtime())
                                .role(after.role())
                                .handler(after.handler())
                                .memorySize(after.memorySize())
                                .timeout(after.timeout())));
        awaitReady(after.name());
    }

    private void awaitReady(String name) {
        if (!waiting.until(READY_AFTER, () -> isReady(name))) {
            throw new NotProvisionedException("function " + name + " is not ready after " + READY_AFTER.toMinutes()
                    + " minutes; apply again to go on waiting");
        }
    }

    private boolean isReady(String name) {
        var configuration = aws.lambda().getFunctionConfiguration(request -> request.functionName(name));
        if (configuration.state() == State.FAILED) {
            throw new NotProvisionedException("function " + name + " failed: " + configuration.stateReason());
        }
        if (configuration.lastUpdateStatus() == LastUpdateStatus.FAILED) {
            throw new NotProvisionedException(
                    "function " + name + " failed to update: " + configuration.lastUpdateStatusReason());
        }
        return configuration.state() != State.PENDING
                && configuration.lastUpdateStatus() != LastUpdateStatus.IN_PROGRESS;
    }

    @Override
    public void delete(Function function) {
        Missing.tolerated(() -> aws.lambda().deleteFunction(request -> request.functionName(function.name())));
    }
}
