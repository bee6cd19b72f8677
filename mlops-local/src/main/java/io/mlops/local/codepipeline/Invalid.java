package io.mlops.local.codepipeline;

import software.amazon.awssdk.services.codepipeline.model.InvalidActionDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.InvalidStageDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.InvalidStructureException;
import software.amazon.awssdk.services.codepipeline.model.LimitExceededException;

/** Refusals of a declaration, by AWS's exceptions. */
final class Invalid {
    private Invalid() {}

    static InvalidStructureException structure(String message) {
        return InvalidStructureException.builder().message(message).build();
    }

    static InvalidStageDeclarationException stage(String message) {
        return InvalidStageDeclarationException.builder().message(message).build();
    }

    static InvalidActionDeclarationException action(String message) {
        return InvalidActionDeclarationException.builder().message(message).build();
    }

    static LimitExceededException limit(String what, int given, int most) {
        return LimitExceededException.builder()
                .message(what + " has " + given + ": at most " + most + " are allowed")
                .build();
    }

    /** Refuses what AWS accepts and this does not honour. */
    static InvalidStructureException unsupported(String what) {
        return structure("mlops-local does not support " + what + ", see docs/local/supported.md");
    }
}
