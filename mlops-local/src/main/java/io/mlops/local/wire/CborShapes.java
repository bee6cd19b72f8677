package io.mlops.local.wire;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** The SDK's shapes to CBOR: as JSON, but for blobs, which are bytes, and times, which are tagged. */
final class CborShapes {
    private static final int EPOCH_SECONDS = 1;

    private CborShapes() {}

    static void write(CBORGenerator cbor, SdkPojo shape, Map<String, String> more) throws IOException {
        cbor.writeStartObject();
        for (Map.Entry<String, String> entry : more.entrySet()) {
            cbor.writeStringField(entry.getKey(), entry.getValue());
        }
        for (SdkField<?> field : shape.sdkFields()) {
            Object value = field.getValueOrDefault(shape);
            if (value != null && JsonShapes.isSet(value)) {
                cbor.writeFieldName(field.locationName());
                write(cbor, value);
            }
        }
        cbor.writeEndObject();
    }

    private static void write(CBORGenerator cbor, @Nullable Object value) throws IOException {
        if (value instanceof SdkPojo shape) {
            write(cbor, shape, Map.of());
        } else if (value instanceof List<?> list) {
            cbor.writeStartArray(list, list.size());
            for (Object element : list) {
                write(cbor, element);
            }
            cbor.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            cbor.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                cbor.writeFieldName(entry.getKey().toString());
                write(cbor, entry.getValue());
            }
            cbor.writeEndObject();
        } else {
            writeScalar(cbor, value);
        }
    }

    private static void writeScalar(CBORGenerator cbor, @Nullable Object value) throws IOException {
        if (value instanceof Instant instant) {
            cbor.writeTag(EPOCH_SECONDS);
            cbor.writeNumber(BigDecimal.valueOf(instant.toEpochMilli(), 3).doubleValue());
        } else if (value instanceof SdkBytes bytes) {
            cbor.writeBinary(bytes.asByteArrayUnsafe());
        } else if (value instanceof String text) {
            cbor.writeString(text);
        } else {
            // Numbers and booleans; null.
            cbor.writeObject(value);
        }
    }
}
