package io.mlops.local.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.HeldCloud;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.Tag;

class LocalSsmTest {
    @TempDir
    private Path directory;

    private HeldCloud cloud;
    private SsmClient ssm;

    @BeforeEach
    void start() {
        cloud = new HeldCloud(directory);
        ssm = cloud.client(SsmClient.class);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private PutParameterResponse put(String name, Consumer<PutParameterRequest.Builder> more) {
        return ssm.putParameter(
                r -> more.accept(r.name(name).type(ParameterType.STRING).value("v")));
    }

    private Parameter get(String name) {
        return ssm.getParameter(r -> r.name(name)).parameter();
    }

    @Test
    void keepsVersions() {
        put(
                "/fraud/threshold",
                r -> r.value("0.5").tags(Tag.builder().key("team").value("risk").build()));
        assertThat(put("/fraud/threshold", r -> r.value("0.6").overwrite(true)).version())
                .isEqualTo(2);

        assertThat(get("/fraud/threshold").value()).isEqualTo("0.6");
        assertThat(get("/fraud/threshold:1").value()).isEqualTo("0.5");
        assertThat(get("/fraud/threshold:1").selector()).isEqualTo(":1");
        assertThat(get("arn:aws:ssm:eu-west-1:123456789012:parameter/fraud/threshold")
                        .version())
                .isEqualTo(2);
        assertThat(cloud.client(ResourceGroupsTaggingApiClient.class)
                        .getResources(r -> r.resourceTypeFilters("ssm:parameter"))
                        .resourceTagMappingList())
                .hasSize(1);
        assertThatThrownBy(() -> get("/fraud/threshold:3")).isInstanceOf(ParameterVersionNotFoundException.class);
    }

    @Test
    void namesWithoutAPathHaveAnArnToo() {
        put("threshold", r -> {});

        assertThat(get("threshold").arn()).isEqualTo("arn:aws:ssm:eu-west-1:123456789012:parameter/threshold");
        assertThat(get("arn:aws:ssm:eu-west-1:123456789012:parameter/threshold").name())
                .isEqualTo("threshold");
    }

    @Test
    void showsASecureStringOnlyDecrypted() {
        String key =
                cloud.client(KmsClient.class).createKey(r -> {}).keyMetadata().keyId();
        put("secret", r -> r.type(ParameterType.SECURE_STRING).keyId(key).value("s3cret"));

        assertThat(get("secret").value()).isNotEqualTo("s3cret");
        assertThat(ssm.getParameters(r -> r.names("secret", "nobody").withDecryption(true)))
                .satisfies(found -> {
                    assertThat(found.parameters().get(0).value()).isEqualTo("s3cret");
                    assertThat(found.invalidParameters()).containsExactly("nobody");
                });
    }

    @Test
    void takesATierThatTheValueFitsInto() {
        assertThatThrownBy(() -> put("p", r -> r.value("x".repeat(4097))))
                .hasMessageContaining("Standard tier parameters support a maximum parameter value of 4096");
        assertThat(put("p", r -> r.value("x".repeat(4097)).tier(ParameterTier.INTELLIGENT_TIERING))
                        .tier())
                .isEqualTo(ParameterTier.ADVANCED);
        assertThatThrownBy(() -> put("p", r -> r.overwrite(true)))
                .hasMessageContaining("You can't downgrade a parameter");
        assertThatThrownBy(() -> put("q", r -> r.value("x".repeat(8193)).tier(ParameterTier.ADVANCED)))
                .hasMessageContaining("maximum parameter value of 8192");
    }

    @Test
    void refusesNamesAndSettings() {
        assertThatThrownBy(() -> put("aws-p", r -> {}))
                .hasMessageContaining("can't be prefixed with \"aws\" or \"ssm\"");
        assertThatThrownBy(() -> put("/aws/p", r -> {}))
                .hasMessageContaining("No access to reserved parameter name: /aws/p.");
        assertThatThrownBy(() -> put("a/b", r -> {})).hasMessageContaining("must be a fully qualified name");
        assertThatThrownBy(() -> put("a b", r -> {})).hasMessageContaining("3 symbols .-_");
        assertThatThrownBy(() -> put("p", r -> r.type((ParameterType) null)))
                .hasMessageContaining("A parameter type is required");
        assertThatThrownBy(() -> put("p", r -> r.keyId("alias/aws/ssm")))
                .hasMessageContaining("KeyId is required for SecureString type parameter only.");
        assertThatThrownBy(() -> put("p", r -> r.policies("[]"))).hasMessageContaining("Policies are not honoured");
        assertThatThrownBy(() -> put(
                        "p",
                        r -> r.overwrite(true)
                                .tags(Tag.builder().key("a").value("b").build())))
                .hasMessageContaining("tags and overwrite can't be used together");
    }
}
