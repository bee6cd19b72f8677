package io.mlops.modeltest.check;

/** Says that the model's answer is not what the request calls for: a fault of the model, so a check fails. */
final class WrongAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongAnswerException(String message) {
        super(message);
    }
}
