package io.mlops.modeltest;

import io.mlops.contract.ContractJson;
import io.mlops.contract.InvalidContractException;
import io.mlops.contract.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads {@code test.json} for the commands. */
final class SettingsFile {
    private SettingsFile() {}

    static TestSettings read(Path file) {
        try {
            return ContractJson.read(TestSettings.class, file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new InvalidContractException("--settings " + file + ": not readable (" + e
                    + "); accepted is the test.json of the Settings artifact");
        }
    }
}
