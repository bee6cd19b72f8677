package io.mlops.training;

import io.mlops.training.data.InvalidInputException;
import io.mlops.training.data.Texts;
import io.mlops.training.model.Model;
import io.mlops.training.model.ModelFile;
import io.mlops.training.serving.InferenceServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** Serves the model of the model directory until it is told to stop. */
final class ServeCommand {
    private static final String PORT_VARIABLE = "SAGEMAKER_BIND_TO_PORT";

    private final ContainerPaths paths;
    private final Surroundings surroundings;

    ServeCommand(ContainerPaths paths, Surroundings surroundings) {
        this.paths = paths;
        this.surroundings = surroundings;
    }

    void run() throws IOException, InterruptedException {
        Model model = ModelFile.read(paths.model().resolve(ModelFile.NAME));
        try (InferenceServer server = new InferenceServer(model, address(surroundings.environment()))) {
            InetSocketAddress bound = server.address();
            surroundings
                    .out()
                    .println("serving " + model.forest().size() + " trees on address "
                            + bound.getAddress().getHostAddress() + ", port " + bound.getPort());
            surroundings.stop().await();
            surroundings.out().println("stopping: answering the requests that have begun");
        }
    }

    /**
     * All interfaces in a container. With {@code SAGEMAKER_BASE_DIR} set to another place than a container's the process
     * runs beside others on somebody's machine: then loopback alone.
     */
    static InetSocketAddress address(Map<String, String> environment) {
        int port = port(environment.getOrDefault(PORT_VARIABLE, "8080"));
        return ContainerPaths.of(environment).inContainer()
                ? new InetSocketAddress(port)
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int port(String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535) {
            return Integer.parseInt(text);
        }
        throw new InvalidInputException("environment variable " + PORT_VARIABLE + ": got " + Texts.quoted(text)
                + "; accepted is a port, 0 to 65535 (0: any that is free)");
    }
}
