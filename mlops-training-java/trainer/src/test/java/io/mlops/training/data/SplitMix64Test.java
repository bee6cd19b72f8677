package io.mlops.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
    /** The sequence that the algorithm's public implementations give for this seed. */
    @Test
    void drawsTheReferenceSequence() {
        SplitMix64 random = new SplitMix64(1234567);

        assertThat(new long[] {random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()})
                .containsExactly(
                        6457827717110365317L,
                        3203168211198807973L,
                        Long.parseUnsignedLong("9817491932198370423"),
                        4593380528125082431L);
    }

    @Test
    void drawsEveryNumberBelowTheBoundAboutAsOften() {
        SplitMix64 random = SplitMix64.ofStream(7, 3);
        int[] counts = new int[10];

        for (int i = 0; i < 100_000; i++) {
            counts[random.nextInt(10)]++;
        }

        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
    }

    @Test
    void shufflesWithoutLosingAny() {
        int[] values = IntStream.range(0, 100).toArray();

        new SplitMix64(1).shuffle(values);

        assertThat(values).isNotEqualTo(IntStream.range(0, 100).toArray());
        assertThat(values).containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
    }
}
