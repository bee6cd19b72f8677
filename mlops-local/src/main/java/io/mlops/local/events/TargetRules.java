package io.mlops.local.events;

import io.mlops.local.call.HonouredMembers;
import io.mlops.local.call.Refusals;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** What a rule's target may be here. */
final class TargetRules {
    private static final Set<String> MEMBERS =
            Set.of("Id", "Arn", "RoleArn", "Input", "InputPath", "InputTransformer", "RetryPolicy");

    private TargetRules() {}

    static void check(Target target) {
        if (!TargetKind.isArn(target.arn())) {
            throw Refusals.validation(
                    "Parameter " + target.arn() + " is not valid. Reason: Provided Arn is not in correct format.");
        }
        TargetKind kind = TargetKind.of(target.arn())
                .orElseThrow(() -> Refusals.validation("Parameter " + target.arn()
                        + " is not valid. Reason: this emulator's targets are pipelines, functions, topics and log"
                        + " groups."));
        List<String> others = HonouredMembers.others(target, MEMBERS);
        if (!others.isEmpty()) {
            throw Refusals.validation(String.join(", ", others) + " of target " + target.id()
                    + " is not honoured by this emulator: leave it out");
        }
        if (kind == TargetKind.PIPELINE && target.roleArn() == null) {
            throw Refusals.validation("RoleArn is required for target " + target.arn() + ".");
        }
        boolean shaped = target.input() != null || target.inputPath() != null || target.inputTransformer() != null;
        if (kind == TargetKind.PIPELINE && shaped) {
            throw Refusals.validation("An input of target " + target.id()
                    + " is not honoured by this emulator: it starts the pipeline with its newest source");
        }
        TargetInput.check(target);
    }
}
