package io.mlops.local.ssm;

import io.mlops.local.call.Call;
import io.mlops.local.call.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.*;

/** Parameter Store. A secure string is kept as it is; without decryption it is shown in base64. */
public final class LocalSsm implements SsmClient {
    private static final int MOST_VERSIONS = 100;

    private final Call call;
    private final Parameters parameters;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalSsm(Call call) {
        this.call = call;
        this.parameters = Parameters.of(call.cloud(), call.scope());
    }

    @Override
    public PutParameterResponse putParameter(PutParameterRequest request) {
        ParameterRules.check(request, call.cloud(), call.scope());
        Parameters.Stored stored =
                parameters.byName().compute(request.name(), (name, earlier) -> next(request, earlier));
        return PutParameterResponse.builder()
                .version(stored.latest().version())
                .tier(stored.tier())
                .build();
    }

    private Parameters.Stored next(PutParameterRequest request, Parameters.@Nullable Stored earlier) {
        if (earlier == null && request.type() == null) {
            throw Refusals.validation("A parameter type is required when you create a parameter.");
        } else if (earlier != null && !Boolean.TRUE.equals(request.overwrite())) {
            throw ParameterAlreadyExistsException.builder()
                    .message("The parameter already exists. To overwrite this value, set the overwrite option in the"
                            + " request to true.")
                    .build();
        } else if (earlier != null
                && request.type() != null
                && request.type() != earlier.latest().type()) {
            throw HierarchyTypeMismatchException.builder()
                    .message("The parameter type of " + request.name() + " cannot be changed from "
                            + earlier.latest().type() + " to " + request.type() + ".")
                    .build();
        }
        List<Parameter> versions = new ArrayList<>(earlier == null ? List.of() : earlier.versions());
        versions.add(version(request, earlier));
        if (versions.size() > MOST_VERSIONS) {
            versions.remove(0);
        }
        return new Parameters.Stored(
                ParameterRules.tier(request, earlier == null ? List.of() : List.of(earlier.tier())),
                earlier == null
                        ? request.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value))
                        : earlier.tags(),
                versions);
    }

    private Parameter version(PutParameterRequest request, Parameters.@Nullable Stored earlier) {
        String name = request.name();
        return Parameter.builder()
                .name(name)
                .type(earlier == null ? request.type() : earlier.latest().type())
                .value(request.value())
                .version(earlier == null ? 1 : earlier.latest().version() + 1)
                .lastModifiedDate(call.now())
                .arn(call.scope().arn("ssm", "parameter" + (name.startsWith("/") ? "" : "/") + name))
                .dataType("text")
                .build();
    }

    @Override
    public GetParameterResponse getParameter(GetParameterRequest request) {
        Parameter found = find(request.name()).orElseThrow(() -> notFound(request.name()));
        return GetParameterResponse.builder()
                .parameter(shown(found, request.name(), request.withDecryption()))
                .build();
    }

    @Override
    public GetParametersResponse getParameters(GetParametersRequest request) {
        List<Parameter> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : request.names()) {
            try {
                find(name)
                        .ifPresentOrElse(
                                parameter -> found.add(shown(parameter, name, request.withDecryption())),
                                () -> invalid.add(name));
            } catch (ParameterVersionNotFoundException e) {
                invalid.add(name);
            }
        }
        return GetParametersResponse.builder()
                .parameters(found)
                .invalidParameters(invalid)
                .build();
    }

    /** Finds the version that a name or ARN means, by its selector or the latest. */
    private Optional<Parameter> find(String nameOrArn) {
        String[] name = local(nameOrArn).split(":", 2);
        Parameters.Stored stored = parameters.byName().get(name[0]);
        if (stored == null) {
            return Optional.empty();
        } else if (name.length == 1) {
            return Optional.of(stored.latest());
        }
        return Optional.of(stored.versions().stream()
                .filter(version -> String.valueOf(version.version()).equals(name[1]))
                .findFirst()
                .orElseThrow(() -> ParameterVersionNotFoundException.builder()
                        .message("Systems Manager could not find version " + name[1] + " of " + name[0]
                                + ". Verify the version and try again.")
                        .build()));
    }

    private String local(String nameOrArn) {
        String prefix = call.scope().arn("ssm", "parameter");
        if (!nameOrArn.startsWith(prefix)) {
            return nameOrArn;
        }
        String path = nameOrArn.substring(prefix.length());
        return parameters.byName().containsKey(path.split(":", 2)[0]) ? path : path.substring(1);
    }

    private static Parameter shown(Parameter parameter, String name, @Nullable Boolean decrypted) {
        boolean hidden = parameter.type() == ParameterType.SECURE_STRING && !Boolean.TRUE.equals(decrypted);
        String selector = name.startsWith("arn:") || !name.contains(":") ? null : name.substring(name.indexOf(':'));
        return parameter.toBuilder()
                .selector(selector)
                .value(hidden ? hidden(parameter) : parameter.value())
                .build();
    }

    private static String hidden(Parameter parameter) {
        return Base64.getEncoder()
                .encodeToString(("mlops-local:" + parameter.arn() + ":" + parameter.version() + ":" + parameter.value())
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public DeleteParameterResponse deleteParameter(DeleteParameterRequest request) {
        if (parameters.byName().remove(local(request.name())) == null) {
            throw notFound(request.name());
        }
        return DeleteParameterResponse.builder().build();
    }

    private static ParameterNotFoundException notFound(String name) {
        return ParameterNotFoundException.builder()
                .message("Parameter " + name + " not found.")
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
