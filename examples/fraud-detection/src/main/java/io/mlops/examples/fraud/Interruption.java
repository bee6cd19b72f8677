package io.mlops.examples.fraud;

import io.mlops.local.LocalAws;

/** What Ctrl-C does: ends every child process; after {@code --keep} it also deletes the run's files. */
final class Interruption {
    private final LocalAws local;
    private final RunDirectory directory;
    private volatile boolean ended;
    private volatile boolean keeping;

    private Interruption(LocalAws local, RunDirectory directory) {
        this.local = local;
        this.directory = directory;
    }

    static Interruption guard(LocalAws local, RunDirectory directory) {
        Interruption interruption = new Interruption(local, directory);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::run, "interruption"));
        return interruption;
    }

    /** From here on Ctrl-C is the ordinary end. */
    void keeping() {
        keeping = true;
    }

    /** From here on the run ends by itself. */
    void ended() {
        ended = true;
    }

    private void run() {
        if (ended) {
            return;
        }
        local.close();
        if (keeping) {
            directory.delete();
            LocalRun.say("\nnothing left: 0 resources, " + local.processes() + " processes, " + directory.count()
                    + " files");
        } else {
            System.err.println(
                    "\ninterrupted: " + local.processes() + " processes left running; logs: " + directory + "/logs");
        }
    }
}
