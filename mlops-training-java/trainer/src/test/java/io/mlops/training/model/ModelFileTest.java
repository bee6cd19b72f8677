package io.mlops.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.training.data.CategoricalFeature;
import io.mlops.training.data.Feature;
import io.mlops.training.data.Labels;
import io.mlops.training.data.NumericFeature;
import io.mlops.training.data.SplitMix64;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    private static final List<Feature> FEATURES = List.of(
            new NumericFeature("amount", Double.NaN, -2, 9), new CategoricalFeature("home", List.of("own", "rent")));
    private static final Labels LABELS = Labels.binary("is_fraud", "1", "0");

    @TempDir
    Path directory;

    @Test
    void keepsAllOfTheModel() throws IOException {
        Path file = directory.resolve(ModelFile.NAME);
        ModelFile.write(model(), file);

        Model read = ModelFile.read(file);

        assertThat(read.features()).isEqualTo(model().features());
        assertThat(read.labels()).isEqualTo(model().labels());
        assertThat(read.provenance()).isEqualTo(model().provenance());
        assertThat(read.forest().size()).isEqualTo(2);
        assertThat(read.forest().score(new double[] {1, 1})).isEqualTo((0.25 + 0.5) / 2);
        assertThat(read.forest().score(new double[] {Double.NaN, -1})).isEqualTo((0.125 + 0.5) / 2);
        assertThat(read.threshold()).isEqualTo(0.25);
        assertThat(read.forest().score(new double[] {1.5, 0})).isEqualTo((1.0 + 0.5) / 2);
        assertThat(ModelFile.bytes(read)).isEqualTo(Files.readAllBytes(file));
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void refusesFilesThatWereCut() {
        byte[] whole = ModelFile.bytes(model());

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ModelFile.model(cut)).isInstanceOf(InvalidModelException.class);
        }
    }

    @Test
    void refusesFilesInWhichAnyBitWasChanged() {
        byte[] whole = ModelFile.bytes(model());

        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> ModelFile.model(changed)).isInstanceOf(InvalidModelException.class);
        }
    }

    @Test
    void loadsOrRefusesFilesThatWereForgedWithARightChecksum() {
        byte[] whole = ModelFile.bytes(model());
        SplitMix64 random = new SplitMix64(1);

        for (int i = 0; i < Integer.getInteger("fuzz.files", 2_000); i++) {
            byte[] forged = forge(whole, random);
            try {
                double score = ModelFile.model(forged).forest().score(new double[] {0, 0});
                assertThat(score).isBetween(0.0, 1.0);
            } catch (InvalidModelException | ArrayIndexOutOfBoundsException e) {
                assertThat(e).isInstanceOf(InvalidModelException.class);
            }
        }
    }

    @Test
    void namesAnotherVersionAnAbsentFileAndWhatIsNoModel() {
        byte[] newer = ModelFile.bytes(model());
        newer[11] = 3;

        assertThatThrownBy(() -> ModelFile.model(newer)).hasMessageContaining("model format version 3");
        assertThatThrownBy(
                        () -> ModelFile.model("hello, this is text".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessageContaining("not a model file");
        assertThatThrownBy(() -> ModelFile.read(directory.resolve("none")))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void refusesTreesThatWouldLoopOrLeaveTheirArrays() {
        assertThatThrownBy(() -> forest(new int[] {0, -1, -1}, 0, new double[] {0, 0, 0}, new int[] {0, 0, 0}))
                .hasMessageContaining("node 0: child");
        assertThatThrownBy(() -> forest(new int[] {0, -1, -1}, 0, new double[] {0, 0, 0}, new int[] {2, 0, 0}))
                .hasMessageContaining("node 0: child");
        assertThatThrownBy(() -> forest(new int[] {9, -1, -1}, 0, new double[] {0, 0, 0}, new int[] {1, 0, 0}))
                .hasMessageContaining("node 0: feature");
        assertThatThrownBy(() -> forest(new int[] {-1}, 0, new double[] {1.5}, new int[] {0}))
                .hasMessageContaining("node 0: probability");
        assertThatThrownBy(() -> forest(new int[] {0, -1, -1}, 3, new double[] {0, 0, 0}, new int[] {1, 0, 0}))
                .hasMessageContaining("node 0: kind");
        assertThatThrownBy(() -> forest(new int[] {0, -1, -1}, 2, new double[] {0, 0, 0}, new int[] {1, 0, 0}))
                .hasMessageContaining("node 0: feature of a set");
        assertThatThrownBy(() -> forest(new int[] {1, -1, -1}, 2, new double[] {1, 0, 0}, new int[] {1, 0, 0}))
                .hasMessageContaining("node 0: place of the set");
    }

    private static byte[] forge(byte[] whole, SplitMix64 random) {
        byte[] forged = whole.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            forged[16 + random.nextInt(whole.length - 20)] = (byte) random.nextInt(256);
        }
        CRC32C crc = new CRC32C();
        crc.update(forged, 0, forged.length - 4);
        ByteBuffer.wrap(forged).putInt(forged.length - 4, (int) crc.getValue());
        return forged;
    }

    private static FlatForest forest(int[] feature, int kind, double[] value, int[] left) {
        byte[] kinds = new byte[feature.length];
        kinds[0] = (byte) kind;
        float[] cover = new float[feature.length];
        Arrays.fill(cover, 1);
        FlatTree tree = new FlatTree(feature, kinds, value, left, cover, new long[1], new double[0]);
        return FlatForest.of(ForestShape.of(FEATURES, LABELS), List.of(tree));
    }

    private static Model model() {
        FlatTreeBuilder split = new FlatTreeBuilder();
        split.addLeaf(new double[] {0}, 9);
        split.addLeaf(new double[] {0}, 4);
        split.addLeaf(new double[] {1}, 5);
        split.addLeaf(new double[] {0.25}, 2);
        split.addLeaf(new double[] {0.125}, 2);
        split.cut(0, 0, 1.25, true, 1);
        split.set(1, 1, new long[] {0b100}, 3);
        FlatTreeBuilder leaf = new FlatTreeBuilder();
        leaf.addLeaf(new double[] {0.5}, 9);
        return new Model(
                FEATURES,
                LABELS,
                0.25,
                FlatForest.of(ForestShape.of(FEATURES, LABELS), List.of(split.build(), leaf.build())),
                Map.of("seed", "1", "engine", "smile"));
    }
}
