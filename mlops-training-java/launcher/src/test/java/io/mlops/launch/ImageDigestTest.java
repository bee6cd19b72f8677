package io.mlops.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDigestTest {
    private static final String OWN = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml/trainer";

    private final FakeEcr ecr = new FakeEcr();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ImageDigest digests = new ImageDigest(
            () -> ecr,
            "arn:aws:iam::123456789012:role/training",
            "eu-west-1",
            new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void asksEcrForATagOfTheOwnAccount() {
        assertThat(digests.of(OWN + ":1")).hasValue(FakeEcr.DIGEST);

        assertThat(ecr.asked).singleElement().satisfies(asked -> {
            assertThat(asked.registryId()).isEqualTo("123456789012");
            assertThat(asked.repositoryName()).isEqualTo("ml/trainer");
        });
    }

    @Test
    void takesAnImageWithoutTagAsDockerDoes() {
        ecr.tag = "latest";

        assertThat(digests.of(OWN)).hasValue(FakeEcr.DIGEST);
    }

    @Test
    void readsTheDigestThatTheImageNames() {
        assertThat(digests.of(OWN + "@" + FakeEcr.DIGEST)).hasValue(FakeEcr.DIGEST);
        assertThat(digests.of("elsewhere/image@" + FakeEcr.DIGEST)).hasValue(FakeEcr.DIGEST);
        assertThat(ecr.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image:1",
                "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml/trainer:1",
                "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3",
                "public.ecr.aws/team/image:1",
                OWN + "@md5:1"
            })
    void doesNotAskForImagesOfOthers(String image) {
        assertThat(digests.of(image)).isEmpty();
        assertThat(ecr.asked).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void goesOnWithoutADigestThatIsNotFound() {
        assertThat(digests.of(OWN + ":2")).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("is not noted: The image does not exist");
    }
}
