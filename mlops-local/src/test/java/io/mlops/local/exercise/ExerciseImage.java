package io.mlops.local.exercise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An image that trains by a shell's few lines, and serves by {@code EchoServer}. */
final class ExerciseImage {
    private ExerciseImage() {}

    static List<String> command(Path files) {
        String classes = ExerciseImage.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String script = """
                if [ "$1" = train ]; then
                  echo 'validation:auc=0.9;'
                  case "$(cat "$SAGEMAKER_BASE_DIR/input/config/hyperparameters.json" 2>/dev/null)" in
                    *'"fail"'*) echo 'told to fail' > "$SAGEMAKER_BASE_DIR/output/failure"; exit 1 ;;
                    *'"hang"'*) exec sleep 60 ;;
                  esac
                  echo model > "$SAGEMAKER_BASE_DIR/model/model.txt"
                else
                  exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' io.mlops.local.sagemaker.EchoServer
                fi
                """.formatted(java, classes);
        try {
            Path file = files.resolve("image.sh");
            Files.writeString(file, script);
            return List.of("bash", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
