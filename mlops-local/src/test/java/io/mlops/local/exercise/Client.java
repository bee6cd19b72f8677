package io.mlops.local.exercise;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** One of the clients that call the emulator. */
interface Client extends AutoCloseable {
    /**
     * Calls an operation.
     *
     * @param key who calls
     * @param service botocore's name of the service
     * @param operation AWS's name of the operation
     * @param input the input, in the model's names
     * @return what came of it
     */
    Answer call(Key key, String service, String operation, JsonNode input);

    @Override
    void close();

    /**
     * Credentials.
     *
     * @param id the access key's id
     * @param secret its secret
     * @param token the session's token, empty for a user
     */
    record Key(String id, String secret, String token) {}

    /**
     * What came of a call.
     *
     * @param output the output, in the model's names
     * @param error the error's code
     * @param message the error's message
     */
    record Answer(JsonNode output, Optional<String> error, String message) {}
}
