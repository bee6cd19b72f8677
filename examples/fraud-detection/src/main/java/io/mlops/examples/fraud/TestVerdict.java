package io.mlops.examples.fraud;

import io.mlops.aws.Aws;
import io.mlops.contract.ArtifactFiles;
import io.mlops.contract.Artifacts;
import io.mlops.contract.ContractJson;
import io.mlops.contract.TestResults;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.codepipeline.model.ArtifactDetail;
import software.amazon.awssdk.services.codepipeline.model.S3Location;

/** Reads the harness's results from the execution's own artifact. */
final class TestVerdict {
    private TestVerdict() {}

    static TestResults read(Aws aws, String pipeline, String execution) {
        S3Location place = aws
                .codePipeline()
                .listActionExecutionsPaginator(
                        r -> r.pipelineName(pipeline).filter(f -> f.pipelineExecutionId(execution)))
                .actionExecutionDetails()
                .stream()
                .filter(action -> action.output() != null)
                .flatMap(action -> action.output().outputArtifacts().stream())
                .filter(artifact -> Artifacts.TEST_OUTPUT.equals(artifact.name()))
                .map(ArtifactDetail::s3location)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("execution " + execution + " has no test results"));
        try (ZipInputStream zip = new ZipInputStream(open(aws, place))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(ArtifactFiles.TEST_RESULTS)) {
                    String text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                    return ContractJson.read(TestResults.class, ArtifactFiles.TEST_RESULTS, text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("the test's artifact has no " + ArtifactFiles.TEST_RESULTS);
    }

    private static InputStream open(Aws aws, S3Location place) {
        return aws.s3().getObject(r -> r.bucket(place.bucket()).key(place.key()), ResponseTransformer.toInputStream());
    }
}
