package io.mlops.apply;

import io.mlops.plan.Resource;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A creation whose answer was lost on its way: the SDK asks again by itself, and is told that such a thing is there
 * already. So it is, and it is ours.
 */
final class LostAnswer {
    private final Ownership ownership;

    LostAnswer(Ownership ownership) {
        this.ownership = ownership;
    }

    /** Creates a resource; one of the pipeline's own that is there by then is brought to what is wanted. */
    <R extends Resource> void create(Provisioner<R> provisioner, R wanted) {
        try {
            provisioner.create(wanted);
        } catch (AwsServiceException e) {
            Optional<R> own =
                    isThereAlready(e) ? provisioner.read(wanted.id().name()).filter(ownership::has) : Optional.empty();
            R present = own.orElseThrow(() -> e);
            if (!present.equals(wanted)) {
                provisioner.update(present, wanted);
            }
        }
    }

    /** Each service has an error of its own for it. */
    private static boolean isThereAlready(AwsServiceException e) {
        String code = e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
        return code.contains("AlreadyExist")
                || code.contains("NameInUse")
                || String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("already exist");
    }
}
