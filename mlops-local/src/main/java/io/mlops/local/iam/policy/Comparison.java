package io.mlops.local.iam.policy;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a condition operator compares a policy's value with a request's. What cannot be read as a number, date or address
 * equals nothing.
 */
enum Comparison {
    STRING_EQUALS,
    STRING_EQUALS_IGNORE_CASE,
    STRING_LIKE,
    NUMERIC_EQUALS,
    NUMERIC_LESS_THAN,
    NUMERIC_LESS_THAN_EQUALS,
    NUMERIC_GREATER_THAN,
    NUMERIC_GREATER_THAN_EQUALS,
    DATE_EQUALS,
    DATE_LESS_THAN,
    DATE_LESS_THAN_EQUALS,
    DATE_GREATER_THAN,
    DATE_GREATER_THAN_EQUALS,
    BOOL,
    BINARY_EQUALS,
    IP_ADDRESS,
    ARN_LIKE,
    NULL;

    private static final Pattern NUMERIC_ADDRESS =
            Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    boolean fits(String wanted, String actual) {
        return switch (this) {
            case STRING_EQUALS -> Wildcards.text(wanted).equals(actual);
            case STRING_EQUALS_IGNORE_CASE -> Wildcards.text(wanted).equalsIgnoreCase(actual);
            case STRING_LIKE -> Wildcards.match(wanted, actual);
            case BOOL, NULL -> Wildcards.text(wanted).equalsIgnoreCase(actual);
            case BINARY_EQUALS -> sameBytes(wanted, actual);
            case IP_ADDRESS -> inRange(wanted, actual);
            case ARN_LIKE -> sameArn(wanted, actual);
            case NUMERIC_EQUALS,
                    NUMERIC_LESS_THAN,
                    NUMERIC_LESS_THAN_EQUALS,
                    NUMERIC_GREATER_THAN,
                    NUMERIC_GREATER_THAN_EQUALS -> isOrdered(number(actual), number(wanted));
            case DATE_EQUALS, DATE_LESS_THAN, DATE_LESS_THAN_EQUALS, DATE_GREATER_THAN, DATE_GREATER_THAN_EQUALS ->
                isOrdered(instant(actual), instant(wanted));
        };
    }

    private <T extends Comparable<T>> boolean isOrdered(Optional<T> actual, Optional<T> wanted) {
        if (actual.isEmpty() || wanted.isEmpty()) {
            return false;
        }
        int sign = actual.get().compareTo(wanted.get());
        return sign == 0 ? name().endsWith("EQUALS") : sign < 0 ? name().contains("LESS") : name().contains("GREATER");
    }

    /** Says whether policy variables stand in the operator's values. */
    boolean takesVariables() {
        return this == STRING_EQUALS || this == STRING_EQUALS_IGNORE_CASE || this == STRING_LIKE || this == ARN_LIKE;
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Reads an ISO 8601 date or time, or seconds of the epoch. */
    private static Optional<Instant> instant(String text) {
        try {
            if (text.matches("-?\\d{5,}")) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
            } else if (!text.contains("T")) {
                return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            return Optional.of(
                    text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean sameBytes(String wanted, String actual) {
        try {
            return Arrays.equals(
                    Base64.getDecoder().decode(wanted), Base64.getDecoder().decode(actual));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean inRange(String range, String address) {
        String[] parts = range.split("/", 2);
        byte[] net = bytes(parts[0]);
        byte[] given = bytes(address);
        if (net.length == 0 || net.length != given.length) {
            return false;
        }
        try {
            int bits = parts.length == 1 ? net.length * 8 : Integer.parseInt(parts[1]);
            for (int i = 0; i < net.length; i++) {
                int mask = 0xff00 >> Math.max(0, Math.min(8, bits - 8 * i)) & 0xff;
                if ((net[i] & mask) != (given[i] & mask)) {
                    return false;
                }
            }
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static byte[] bytes(String address) {
        try {
            // A name is never looked up.
            return NUMERIC_ADDRESS.matcher(address).matches()
                    ? InetAddress.getByName(address).getAddress()
                    : new byte[0];
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }

    /** Compares each of an ARN's six parts for itself. */
    private static boolean sameArn(String wanted, String actual) {
        String[] patterns = wanted.split(":", 6);
        String[] parts = actual.split(":", 6);
        if (patterns.length < 6 || parts.length < 6) {
            return wanted.equals("*");
        }
        for (int i = 0; i < 6; i++) {
            if (!Wildcards.match(patterns[i], parts[i])) {
                return false;
            }
        }
        return true;
    }
}
