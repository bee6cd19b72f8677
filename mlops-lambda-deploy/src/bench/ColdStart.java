import com.amazonaws.services.lambda.runtime.Context;
import io.mlops.deploy.DeployHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;

/** Handles one event, as the first invocation of a process does. */
public final class ColdStart {
    private ColdStart() {}

    public static void main(String[] arguments) throws Exception {
        Context context = (Context) Proxy.newProxyInstance(
                ColdStart.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, values) -> 60_000);
        try (InputStream event = Files.newInputStream(Path.of(arguments[0]))) {
            new DeployHandler().handleRequest(event, OutputStream.nullOutputStream(), context);
        }
    }
}
