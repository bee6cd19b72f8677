package io.mlops.examples.fraud;

import io.mlops.local.LocalAws;
import java.io.UncheckedIOException;

/** The last line of a run: what is left of it. */
final class Residue {
    private Residue() {}

    /**
     * Deletes the run's files, looks what is left and says so.
     *
     * @param resources how many resources destroy found left
     * @return the exit status: 0 if nothing is left, else 1
     */
    static int report(int resources, LocalAws local, RunDirectory directory) {
        try {
            directory.delete();
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
        }
        int processes = local.processes();
        int files = directory.count();
        boolean clean = resources + processes + files == 0;
        LocalRun.say((clean ? "nothing left: " : "left: ") + resources + " resources, " + processes + " processes, "
                + files + " files");
        return clean ? 0 : 1;
    }
}
