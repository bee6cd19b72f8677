package io.mlops.training.serving;

/** A response before it is sent. */
final class Answer {
    private final int status;
    private final String contentType;
    private final byte[] body;

    private Answer(int status, String contentType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    static Answer ok(MediaType type, byte[] body) {
        return new Answer(200, type.text(), body);
    }

    static Answer text(String contentType, byte[] body) {
        return new Answer(200, contentType, body);
    }

    static Answer empty() {
        return new Answer(200, "text/plain", new byte[0]);
    }

    static Answer error(int status, String message) {
        return new Answer(status, MediaType.JSON.text(), Predictions.error(message));
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    byte[] body() {
        return body;
    }
}
