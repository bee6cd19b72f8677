package io.mlops.training.data;

import java.util.ArrayList;
import java.util.List;

/** A column that grows by pieces, so that its values are never copied while it does. */
final class FloatColumn {
    private static final int PIECE = 1 << 14;

    private final List<float[]> full = new ArrayList<>();
    private float[] piece = new float[64];
    private int used;
    private int size;

    void add(float value) {
        if (used == piece.length) {
            next();
        }
        piece[used++] = value;
        size++;
    }

    private void next() {
        if (piece.length < PIECE) {
            piece = java.util.Arrays.copyOf(piece, piece.length * 2);
        } else {
            full.add(piece);
            piece = new float[PIECE];
            used = 0;
        }
    }

    int size() {
        return size;
    }

    /** The values in one array; the column is empty afterwards. */
    float[] take() {
        float[] all = new float[size];
        int at = 0;
        for (float[] each : full) {
            System.arraycopy(each, 0, all, at, each.length);
            at += each.length;
        }
        System.arraycopy(piece, 0, all, at, used);
        full.clear();
        piece = new float[64];
        used = 0;
        size = 0;
        return all;
    }
}
