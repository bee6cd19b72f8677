package io.mlops;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.Duration;

/** Reads a duration as ISO 8601 writes it, as {@code PT5M}. */
final class DurationText extends StdScalarDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    DurationText() {
        super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return Duration.parse(parser.getText());
    }
}
