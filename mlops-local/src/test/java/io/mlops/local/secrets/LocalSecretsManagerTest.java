package io.mlops.local.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;

class LocalSecretsManagerTest {
    @TempDir
    private Path directory;

    private HeldCloud cloud;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private String password(Consumer<GetRandomPasswordRequest.Builder> request) {
        return cloud.client(SecretsManagerClient.class)
                .getRandomPassword(request)
                .randomPassword();
    }

    @Test
    void makesPasswordsOfTheWantedCharacters() {
        assertThat(password(r -> {}))
                .hasSize(32)
                .matches(".*[a-z].*")
                .matches(".*[A-Z].*")
                .matches(".*[0-9].*");
        assertThat(password(r -> {})).isNotEqualTo(password(r -> {}));
        assertThat(password(r -> r.passwordLength(100L).excludePunctuation(true).excludeCharacters("aA0")))
                .matches("[b-zB-Z1-9]{100}");
        assertThat(password(r -> r.passwordLength(4L)
                        .excludeLowercase(true)
                        .excludeUppercase(true)
                        .excludePunctuation(true)
                        .includeSpace(true)))
                .matches("[0-9 ]{4}")
                .contains(" ");
        assertThat(password(r -> r.passwordLength(1L).requireEachIncludedType(false)))
                .hasSize(1);
    }

    @Test
    void refusesPasswordsThatCannotBe() {
        assertThatThrownBy(() -> password(r -> r.passwordLength(3L)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Password length is too short based on the required types.");
        assertThatThrownBy(() -> password(r -> r.excludeLowercase(true)
                        .excludeUppercase(true)
                        .excludePunctuation(true)
                        .excludeNumbers(true)))
                .isInstanceOf(InvalidParameterException.class);
    }
}
