package io.mlops.local.iam;

import java.util.Optional;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** IAM's errors, in its words. */
final class IamErrors {
    private IamErrors() {}

    static NoSuchEntityException noSuchEntity(String message) {
        return NoSuchEntityException.builder().message(message).build();
    }

    static NoSuchEntityException notAttachable(String policyArn) {
        return noSuchEntity("Policy " + policyArn + " does not exist or is not attachable.");
    }

    static EntityAlreadyExistsException exists(String message) {
        return EntityAlreadyExistsException.builder().message(message).build();
    }

    static DeleteConflictException conflict(String message) {
        return DeleteConflictException.builder().message(message).build();
    }

    /** The error for a marker that no page gave. */
    static InvalidInputException wrongMarker() {
        return invalid("Invalid Marker: use the one of the page before, unchanged");
    }

    static InvalidInputException invalid(String message) {
        return InvalidInputException.builder().message(message).build();
    }

    /** IAM's quotas (IAM user guide, "IAM and AWS STS quotas"). */
    static LimitExceededException quota(String name, int most) {
        return limit("Cannot exceed quota for " + name + ": " + most);
    }

    static LimitExceededException limit(String message) {
        return LimitExceededException.builder().message(message).build();
    }

    static void refuseMalformed(Optional<String> fault) {
        if (fault.isPresent()) {
            throw MalformedPolicyDocumentException.builder()
                    .message(fault.get())
                    .build();
        }
    }
}
