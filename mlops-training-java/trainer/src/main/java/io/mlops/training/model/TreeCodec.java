package io.mlops.training.model;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes and reads one tree, big-endian. A count is an int.
 *
 * <pre>
 * nodes    count; features (ints, -1 for a leaf); kinds (bytes); values (doubles); left children (ints, 0 for a
 *          leaf); covers (floats)
 * words    count; sets of categories (longs)
 * vectors  count; predictions of leaves with several outputs (doubles)
 * </pre>
 */
public final class TreeCodec {
    static final int NODE_BYTES = 2 * Integer.BYTES + Double.BYTES + Float.BYTES + 1;
    /** A tree of one leaf. */
    static final int LEAST_BYTES = 3 * Integer.BYTES + NODE_BYTES;

    private TreeCodec() {}

    /**
     * Writes a tree.
     *
     * @param tree the tree
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public static void write(FlatTree tree, DataOutput out) throws IOException {
        out.writeInt(tree.nodes());
        for (int node = 0; node < tree.nodes(); node++) {
            out.writeInt(tree.feature(node));
        }
        for (int node = 0; node < tree.nodes(); node++) {
            out.writeByte(tree.kind(node));
        }
        for (int node = 0; node < tree.nodes(); node++) {
            out.writeDouble(tree.value(node));
        }
        for (int node = 0; node < tree.nodes(); node++) {
            out.writeInt(tree.left(node));
        }
        for (int node = 0; node < tree.nodes(); node++) {
            out.writeFloat(tree.cover(node));
        }
        out.writeInt(tree.words().length);
        for (long word : tree.words()) {
            out.writeLong(word);
        }
        out.writeInt(tree.vectors().length);
        for (double number : tree.vectors()) {
            out.writeDouble(number);
        }
    }

    /**
     * Reads a tree. Nothing is allocated that the remaining bytes could not fill.
     *
     * @param in the bytes, read from their position
     * @return the tree, not checked yet
     * @throws InvalidModelException if a count cannot be true
     */
    public static FlatTree read(ByteBuffer in) {
        int nodes = count(in, "nodes", NODE_BYTES);
        int[] feature = new int[nodes];
        byte[] kind = new byte[nodes];
        double[] value = new double[nodes];
        int[] left = new int[nodes];
        float[] cover = new float[nodes];
        in.asIntBuffer().get(feature);
        skip(in, nodes * Integer.BYTES);
        in.get(kind);
        in.asDoubleBuffer().get(value);
        skip(in, nodes * Double.BYTES);
        in.asIntBuffer().get(left);
        skip(in, nodes * Integer.BYTES);
        in.asFloatBuffer().get(cover);
        skip(in, nodes * Float.BYTES);
        long[] words = new long[count(in, "words", Long.BYTES)];
        in.asLongBuffer().get(words);
        skip(in, words.length * Long.BYTES);
        double[] vectors = new double[count(in, "predictions", Double.BYTES)];
        in.asDoubleBuffer().get(vectors);
        skip(in, vectors.length * Double.BYTES);
        return new FlatTree(feature, kind, value, left, cover, words, vectors);
    }

    private static void skip(ByteBuffer in, int bytes) {
        in.position(in.position() + bytes);
    }

    /** A count of things of which each takes at least so many bytes. */
    static int count(ByteBuffer in, String what, int leastBytes) {
        int count = in.getInt();
        if (count < 0 || (long) count * leastBytes > in.remaining()) {
            throw new InvalidModelException("count of " + what + " out of range: " + count);
        }
        return count;
    }
}
