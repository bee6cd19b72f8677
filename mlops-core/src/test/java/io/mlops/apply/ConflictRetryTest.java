package io.mlops.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ConflictRetryTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final ConflictRetry retry = new ConflictRetry(pauses::add);

    private static AwsServiceException refusal(String code) {
        return S3Exception.builder()
                .statusCode(409)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    @Test
    void callsAgainWhileAnotherCallChangesTheBucket() {
        retry.patiently(() -> {
                    if (pauses.size() < 2) {
                        throw refusal("OperationAborted");
                    }
                })
                .run();

        assertThat(pauses).hasSize(2);
    }

    @Test
    void givesUpInTheEnd() {
        assertThatThrownBy(() -> retry.patiently(() -> {
                            throw refusal("OperationAborted");
                        })
                        .run())
                .isInstanceOf(S3Exception.class);

        assertThat(pauses).hasSize(19);
    }

    @Test
    void doesNotRepeatAnyOtherRefusal() {
        assertThatThrownBy(() -> retry.patiently(() -> {
                            throw refusal("AccessDenied");
                        })
                        .run())
                .isInstanceOf(S3Exception.class);

        assertThat(pauses).isEmpty();
    }
}
