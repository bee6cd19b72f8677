package io.mlops.training.data;

/**
 * The label column and its two classes.
 *
 * @param column the label column's name
 * @param positive the class whose probability is the score
 * @param negative the other class
 */
public record Labels(String column, String positive, String negative) {}
