package io.mlops.modeltest.report;

import io.mlops.contract.ArtifactFiles;
import io.mlops.contract.ContractJson;
import io.mlops.contract.TestResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the verdict's files: what the Test stage's artifact and its CodeBuild report are made of. */
public final class ResultFiles {
    private final Path directory;

    /**
     * Takes the place for the files.
     *
     * @param directory an existing directory
     */
    public ResultFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Writes {@link ArtifactFiles#TEST_RESULTS}, {@link ArtifactFiles#MODEL_PACKAGE_ARN} and {@link
     * ArtifactFiles#JUNIT_REPORT}.
     *
     * @param results the verdict
     * @throws IOException if a file cannot be written
     */
    public void write(TestResults results) throws IOException {
        Path report = directory.resolve(ArtifactFiles.JUNIT_REPORT).toAbsolutePath();
        Path reports = report.getParent();
        if (reports != null) {
            Files.createDirectories(reports);
        }
        Files.writeString(report, JunitXml.of(results));
        Files.writeString(directory.resolve(ArtifactFiles.TEST_RESULTS), ContractJson.write(results));
        Files.writeString(directory.resolve(ArtifactFiles.MODEL_PACKAGE_ARN), results.modelPackageArn() + "\n");
    }
}
