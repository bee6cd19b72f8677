package io.mlops.spec;

import java.util.List;

/**
 * What of an endpoint's traffic is kept in the pipeline's bucket ({@code DataCaptureConfig}).
 *
 * @param samplingPercentage 1 to 100
 * @param prefix the key prefix in the pipeline's bucket
 * @param input whether requests are kept
 * @param output whether answers are kept
 * @param csvContentTypes bodies of these types are written as they are; of no listed type, in Base64; at most 10
 * @param jsonContentTypes likewise
 */
public record DataCapture(
        int samplingPercentage,
        String prefix,
        boolean input,
        boolean output,
        List<String> csvContentTypes,
        List<String> jsonContentTypes) {
    /** Copies the lists. */
    public DataCapture {
        csvContentTypes = List.copyOf(csvContentTypes);
        jsonContentTypes = List.copyOf(jsonContentTypes);
    }
}
