package io.mlops.local.codepipeline;

import io.mlops.local.account.Scheduler.Appointment;
import java.time.Duration;

/** Waits for a person; refused when nobody answers in time (7 days, or the action's own timeout). */
final class ManualApproval implements ActionWork {
    private static final int DEFAULT_MINUTES = 7 * 24 * 60;

    private final ActionContext context;

    ManualApproval(ActionContext context) {
        this.context = context;
    }

    @Override
    public void start() {
        Integer minutes = context.run().action().timeoutInMinutes();
        Duration most = Duration.ofMinutes(minutes == null ? DEFAULT_MINUTES : minutes);
        Appointment timeout = context.cloud()
                .scheduler()
                .after(most, () -> context.fail("JobFailed", "The approval action was not answered in time"));
        boolean waits = context.flow().change(context.run(), run -> run.whenEnded(timeout::cancel));
        String topic = context.configuration().get("NotificationArn");
        if (!waits) {
            timeout.cancel();
        } else if (topic != null) {
            new ApprovalNotice(context, context.run().token().orElse(""), most).publish(topic);
        }
    }
}
