package io.mlops.examples.fraud;

import io.mlops.local.LocalAws;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What Ctrl-C does: ends every child process; after {@code --keep} it destroys everything first. */
final class Interruption {
    private final LocalAws local;
    private final RunDirectory directory;
    private volatile boolean ended;
    private volatile @Nullable IntSupplier destroy;

    private Interruption(LocalAws local, RunDirectory directory) {
        this.local = local;
        this.directory = directory;
    }

    static Interruption guard(LocalAws local, RunDirectory directory) {
        Interruption interruption = new Interruption(local, directory);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::run, "interruption"));
        return interruption;
    }

    /** From here on Ctrl-C is the ordinary end: everything is destroyed. */
    void keeping(IntSupplier everything) {
        destroy = everything;
    }

    /** From here on the run ends by itself. */
    void ended() {
        ended = true;
    }

    private void run() {
        if (ended) {
            return;
        }
        IntSupplier everything = destroy;
        int left = everything == null ? 0 : everything.getAsInt();
        local.close();
        if (everything == null) {
            System.err.println(
                    "\ninterrupted: " + local.processes() + " processes left running; logs: " + directory + "/logs");
        } else {
            Residue.report(left, local, directory);
        }
    }
}
