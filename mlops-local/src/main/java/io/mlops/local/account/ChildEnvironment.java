package io.mlops.local.account;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment that every child gets, and nothing of the emulator's own: this JDK and the system's programs on the
 * path, a private home, one role session's credentials, the loopback endpoint, and no way to other configuration.
 */
public final class ChildEnvironment {
    private ChildEnvironment() {}

    /**
     * Makes the environment.
     *
     * @param home the child's private directory, made if it is missing
     * @param endpoint where the emulator answers
     * @param region the child's region
     * @param key the session's credentials
     * @return the variables, to be added to
     */
    public static Map<String, String> of(Path home, URI endpoint, String region, Credentials.AccessKey key) {
        Map<String, String> environment = plain(home);
        environment.put("AWS_ENDPOINT_URL", endpoint.toString());
        environment.put("AWS_REGION", region);
        environment.put("AWS_DEFAULT_REGION", region);
        environment.put("AWS_ACCESS_KEY_ID", key.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", key.secretAccessKey());
        key.sessionToken().ifPresent(token -> environment.put("AWS_SESSION_TOKEN", token));
        environment.put("AWS_CONFIG_FILE", home.resolve("no-aws-config").toString());
        environment.put(
                "AWS_SHARED_CREDENTIALS_FILE",
                home.resolve("no-aws-credentials").toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        return environment;
    }

    private static Map<String, String> plain(Path home) {
        Path temporary = home.resolve("tmp");
        try {
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String jdk = System.getProperty("java.home");
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("JAVA_HOME", jdk);
        environment.put("PATH", jdk + File.separator + "bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", temporary.toString());
        environment.put("LANG", "C.UTF-8");
        return environment;
    }
}
