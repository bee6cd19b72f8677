package io.mlops.housebreaking.run;

import io.mlops.teardown.ResidueReport;

/** Breaks a rule on purpose. */
final class LooksAside {
    private LooksAside() {}

    static boolean look(ResidueReport report) {
        return report.isClean();
    }
}
