package io.mlops.training.data;

/**
 * A field's place in the training data.
 *
 * @param file the file's path within its channel
 * @param line the line on which the field's row begins, from 1
 * @param column the column's name
 */
record Place(String file, long line, String column) {
    @Override
    public String toString() {
        return file + " line " + line + ", column " + Texts.quoted(column);
    }
}
