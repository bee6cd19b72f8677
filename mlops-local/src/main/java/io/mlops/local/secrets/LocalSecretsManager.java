package io.mlops.local.secrets;

import io.mlops.local.call.Call;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;

/** Secrets Manager. */
public final class LocalSecretsManager implements SecretsManagerClient {
    private static final int DEFAULT_LENGTH = 32;
    private static final int LARGEST_LENGTH = 4096;

    private final Call call;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalSecretsManager(Call call) {
        this.call = call;
    }

    @Override
    public GetRandomPasswordResponse getRandomPassword(GetRandomPasswordRequest request) {
        long length = Optional.ofNullable(request.passwordLength()).orElse((long) DEFAULT_LENGTH);
        List<String> types = types(request);
        if (length < 1 || length > LARGEST_LENGTH) {
            throw invalid("Password length must be from 1 to " + LARGEST_LENGTH + ".");
        } else if (types.isEmpty()) {
            throw invalid("The password cannot exclude every character.");
        }
        boolean each = !Boolean.FALSE.equals(request.requireEachIncludedType());
        if (each && length < types.size()) {
            throw invalid("Password length is too short based on the required types.");
        }
        return GetRandomPasswordResponse.builder()
                .randomPassword(password((int) length, types, each))
                .build();
    }

    /** The characters of each type that is included, without those that are excluded. */
    private static List<String> types(GetRandomPasswordRequest request) {
        String excluded = Optional.ofNullable(request.excludeCharacters()).orElse("");
        return Stream.of(
                        unless(request.excludeLowercase(), "abcdefghijklmnopqrstuvwxyz"),
                        unless(request.excludeUppercase(), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
                        unless(request.excludeNumbers(), "0123456789"),
                        unless(request.excludePunctuation(), "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
                        Boolean.TRUE.equals(request.includeSpace()) ? " " : "")
                .map(type -> type.chars()
                        .filter(character -> excluded.indexOf(character) < 0)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()))
                .filter(type -> !type.isEmpty())
                .toList();
    }

    private static String unless(@Nullable Boolean excluded, String characters) {
        return Boolean.TRUE.equals(excluded) ? "" : characters;
    }

    /** Drawn again until each type is in it, so that every such password is as likely. */
    private String password(int length, List<String> types, boolean each) {
        String alphabet = String.join("", types);
        while (true) {
            String password = call.cloud().ids().text(alphabet, length);
            boolean whole = types.stream()
                    .allMatch(type -> password.chars().anyMatch(character -> type.indexOf(character) >= 0));
            if (whole || !each) {
                return password;
            }
        }
    }

    private static InvalidParameterException invalid(String message) {
        return InvalidParameterException.builder().message(message).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
