package io.mlops.local.account;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The access keys that the emulator gave out: users' and role sessions'. */
public final class Credentials {
    private final Map<String, AccessKey> keys = new ConcurrentHashMap<>();

    /** Knows no key yet. */
    public Credentials() {}

    /**
     * An access key with its owner.
     *
     * @param accessKeyId {@code AKIA…} of a user, {@code ASIA…} of a session
     * @param secretAccessKey the secret
     * @param sessionToken the session's token; empty for a user
     * @param expiration when a session ends; empty for a user
     * @param caller who calls with it
     */
    public record AccessKey(
            String accessKeyId,
            String secretAccessKey,
            Optional<String> sessionToken,
            Optional<Instant> expiration,
            Caller caller) {
        /**
         * Names the key without its secrets.
         *
         * @return the access key id and its owner
         */
        @Override
        public String toString() {
            return accessKeyId + " of " + caller.arn();
        }
    }

    /**
     * Makes an access key known.
     *
     * @param key the key
     * @return the same key
     */
    public AccessKey add(AccessKey key) {
        keys.put(key.accessKeyId(), key);
        return key;
    }

    /**
     * Finds an access key.
     *
     * @param accessKeyId its id
     * @return the key, or empty where nobody has it
     */
    public Optional<AccessKey> find(String accessKeyId) {
        return Optional.ofNullable(keys.get(accessKeyId));
    }
}
