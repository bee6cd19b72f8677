package io.mlops.training;

import io.mlops.training.forest.GrowthListener;
import java.util.Locale;

/** Tells how far growth is and how long it will take, and stops it on SIGTERM. */
final class GrowthProgress implements GrowthListener {
    private final Progress progress;
    private final StopSignal stop;
    private final double start;
    private int first;

    GrowthProgress(Progress progress, StopSignal stop) {
        this.progress = progress;
        this.stop = stop;
        this.start = progress.seconds();
    }

    @Override
    public void grown(int done, int wanted) {
        first = first == 0 ? done : first;
        if (done % 10 == 0 || done == wanted) {
            double each = (progress.seconds() - start) / (done - first + 1);
            String left =
                    done == wanted ? "" : String.format(Locale.ROOT, ", about %.0f s left", each * (wanted - done));
            progress.say("grew " + done + " of " + wanted + " trees" + left);
            progress.metric("training:trees=" + done + ";");
        }
    }

    @Override
    public boolean isStopped() {
        return stop.isRequested();
    }
}
