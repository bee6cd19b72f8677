package io.mlops.housebreaking.spec;

import io.mlops.plan.Plan;
import java.time.Clock;
import software.amazon.awssdk.services.s3.S3Client;

/** Breaks a rule on purpose. */
final class LooksAhead {
    private LooksAhead() {}

    static String look(Plan plan, Clock clock, S3Client s3) {
        return plan + s3.serviceName() + clock;
    }
}
