package io.mlops.local.wire;

import io.mlops.local.call.Refusals;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.Locale;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

/** Single values to and from text, as headers, queries, forms and XML carry them. */
final class Scalars {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private Scalars() {}

    static Object read(SdkField<?> field, String text, TimestampFormatTrait.Format timestamps) {
        MarshallingKnownType type = field.marshallingType().getKnownType();
        try {
            return switch (type) {
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case SHORT -> Short.valueOf(text);
                case BYTE -> Byte.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case BIG_DECIMAL -> new BigDecimal(text);
                case BOOLEAN -> Boolean.valueOf(text);
                case INSTANT -> readInstant(text, formatOf(field, timestamps));
                case SDK_BYTES -> SdkBytes.fromByteArray(Base64.getDecoder().decode(text));
                default -> text;
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Refusals.of(
                    "SerializationException",
                    400,
                    "'" + field.memberName() + "' is not of type " + type.name().toLowerCase(Locale.ROOT));
        }
    }

    static String write(SdkField<?> field, Object value, TimestampFormatTrait.Format timestamps) {
        if (value instanceof Instant instant) {
            return writeInstant(instant, formatOf(field, timestamps));
        }
        return value instanceof SdkBytes bytes
                ? Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe())
                : value.toString();
    }

    private static TimestampFormatTrait.Format formatOf(SdkField<?> field, TimestampFormatTrait.Format otherwise) {
        return field.getOptionalTrait(TimestampFormatTrait.class)
                .map(TimestampFormatTrait::format)
                .orElse(otherwise);
    }

    private static Instant readInstant(String text, TimestampFormatTrait.Format format) {
        return switch (format) {
            case RFC_822 -> Instant.from(HTTP_DATE.parse(text));
            case UNIX_TIMESTAMP ->
                Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue());
            default -> Instant.from(DateTimeFormatter.ISO_DATE_TIME.parse(text));
        };
    }

    private static String writeInstant(Instant instant, TimestampFormatTrait.Format format) {
        return switch (format) {
            case RFC_822 -> HTTP_DATE.format(instant);
            case UNIX_TIMESTAMP -> BigDecimal.valueOf(instant.toEpochMilli(), 3).toPlainString();
            default -> ISO.format(instant);
        };
    }
}
