package io.mlops.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPackageArnTest {
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud-models/7";

    @Test
    void readsAVersionedArn() {
        assertThat(ModelPackageArn.parse(ARN))
                .isEqualTo(new ModelPackageArn("aws", "eu-west-1", "123456789012", "fraud-models", 7))
                .hasToString(ARN);
    }

    @Test
    void dropsByteOrderMarkAndNewline() {
        assertThat(ModelPackageArn.parse("\uFEFF" + ARN + "\r\n")).hasToString(ARN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not provided",
                "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud-models",
                "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud-models/0",
                "arn:aws:sagemaker:eu-west-1:12345678901:model-package/fraud-models/1",
                "arn:aws:sagemaker:eu-west-1:123456789012:model-package/-fraud/1",
                "arn:aws:sagemaker:eu-west-1:123456789012:model-package/fraud/1\narn:aws:iam::1:role/x"
            })
    void refusesWhatIsNoVersionedPackage(String text) {
        assertThatThrownBy(() -> ModelPackageArn.parse(text))
                .isInstanceOf(InvalidContractException.class)
                .hasMessageContaining(
                        "accepted is arn:aws:sagemaker:<region>:<account>:model-package/<group>/<version>");
    }
}
