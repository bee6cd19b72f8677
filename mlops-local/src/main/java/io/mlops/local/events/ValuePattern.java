package io.mlops.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** One element of a field's array in an event pattern: an exact value, or a comparison. */
final class ValuePattern {
    private static final BigDecimal LARGEST = new BigDecimal("5e9");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]+");

    private ValuePattern() {}

    /** An element that EventBridge does not take; the message says why. */
    static final class WrongException extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongException(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    static Predicate<JsonNode> of(JsonNode pattern) {
        if (pattern.isNumber()) {
            return value -> value.isNumber() && value.asText().equals(pattern.asText());
        } else if (pattern.isValueNode()) {
            return pattern::equals;
        } else if (!pattern.isObject()) {
            throw new WrongException("Match value must be String, number, true, false, or null");
        } else if (pattern.size() != 1) {
            throw new WrongException("Only one key allowed in match expression");
        }
        String kind = pattern.fieldNames().next();
        JsonNode operand = pattern.get(kind);
        return switch (kind) {
            case "exists" -> exists(operand);
            case "anything-but" -> anythingBut(operand);
            case "numeric" -> numeric(operand);
            case "cidr" -> cidr(text(kind, operand));
            case "prefix", "suffix", "equals-ignore-case", "wildcard" -> comparison(kind, operand);
            default -> throw new WrongException("Unrecognized match type " + kind);
        };
    }

    private static Predicate<JsonNode> exists(JsonNode operand) {
        if (!operand.isBoolean()) {
            throw new WrongException("exists match pattern must be either true or false.");
        }
        return value -> value.isMissingNode() != operand.booleanValue();
    }

    private static Predicate<JsonNode> comparison(String kind, JsonNode operand) {
        boolean folds = operand.isObject()
                && operand.size() == 1
                && operand.has("equals-ignore-case")
                && (kind.equals("prefix") || kind.equals("suffix"));
        Function<String, String> fold = folds ? text -> text.toLowerCase(Locale.ROOT) : text -> text;
        String wanted = fold.apply(text(kind, folds ? operand.get("equals-ignore-case") : operand));
        Predicate<String> fits = switch (kind) {
            case "prefix" -> text -> fold.apply(text).startsWith(wanted);
            case "suffix" -> text -> fold.apply(text).endsWith(wanted);
            case "wildcard" -> wildcard(wanted).asMatchPredicate();
            default -> text -> text.equalsIgnoreCase(wanted);
        };
        return value -> value.isTextual() && fits.test(value.textValue());
    }

    private static String text(String kind, JsonNode operand) {
        if (!operand.isTextual()) {
            throw new WrongException(kind + " match pattern must be a string");
        }
        return operand.textValue();
    }

    private static Pattern wildcard(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '*' && text.startsWith("**", i)) {
                throw new WrongException("Consecutive wildcard characters at pos " + i);
            } else if (next == '\\') {
                i++;
                if (i == text.length() || "*\\".indexOf(text.charAt(i)) < 0) {
                    throw new WrongException("Invalid escape character at pos " + (i - 1));
                }
                regex.append(Pattern.quote(text.substring(i, i + 1)));
            } else {
                regex.append(next == '*' ? ".*" : Pattern.quote(String.valueOf(next)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Fits what is there and is none of the values: strings or numbers, or one kind of comparison. */
    private static Predicate<JsonNode> anythingBut(JsonNode operand) {
        List<Predicate<JsonNode>> none = new ArrayList<>();
        if (operand.isObject()) {
            String kind = operand.size() == 1 ? operand.fieldNames().next() : "";
            if (!List.of("prefix", "suffix", "equals-ignore-case", "wildcard").contains(kind)) {
                throw new WrongException("Unsupported anything-but pattern: " + kind);
            }
            list(operand.get(kind)).forEach(each -> none.add(comparison(kind, each)));
        } else {
            List<JsonNode> values = list(operand);
            boolean texts = values.stream().allMatch(JsonNode::isTextual);
            if (!texts && !values.stream().allMatch(JsonNode::isNumber)) {
                throw new WrongException("Inside anything but list, either all values are number or string, mixed type"
                        + " is not supported");
            }
            values.forEach(value -> none.add(of(value)));
        }
        if (none.isEmpty()) {
            throw new WrongException("Empty arrays are not allowed");
        }
        return value -> !value.isMissingNode() && none.stream().noneMatch(unwanted -> unwanted.test(value));
    }

    private static List<JsonNode> list(JsonNode operand) {
        List<JsonNode> list = new ArrayList<>();
        if (operand.isArray()) {
            operand.forEach(list::add);
        } else {
            list.add(operand);
        }
        return list;
    }

    private static Predicate<JsonNode> numeric(JsonNode operand) {
        if (!operand.isArray() || operand.isEmpty()) {
            throw new WrongException("Value of numeric must be an array.");
        } else if (operand.size() > 4) {
            throw new WrongException("Too many elements in numeric expression");
        }
        Predicate<BigDecimal> fits = bound(operand, 0);
        if (operand.size() > 2) {
            boolean range = operand.get(0).asText().startsWith(">")
                    && operand.get(2).asText().startsWith("<");
            if (!range) {
                throw new WrongException(
                        "Bad numeric range operator: " + operand.get(2).asText());
            }
            Predicate<BigDecimal> upper = bound(operand, 2);
            if (operand.get(1).decimalValue().compareTo(operand.get(3).decimalValue()) >= 0) {
                throw new WrongException("Bottom must be less than top");
            }
            fits = fits.and(upper);
        }
        Predicate<BigDecimal> both = fits;
        return value -> value.isNumber() && both.test(value.decimalValue());
    }

    private static Predicate<BigDecimal> bound(JsonNode operand, int at) {
        String operator = operand.get(at).asText();
        JsonNode number = operand.path(at + 1);
        if (!number.isNumber()) {
            throw new WrongException("Value of " + operator + " must be numeric");
        }
        BigDecimal limit = number.decimalValue();
        if (limit.abs().compareTo(LARGEST) > 0) {
            throw new WrongException("Value must be between -5.0E9 and 5.0E9, inclusive");
        }
        return switch (operator) {
            case "=" -> value -> value.compareTo(limit) == 0;
            case "<" -> value -> value.compareTo(limit) < 0;
            case "<=" -> value -> value.compareTo(limit) <= 0;
            case ">" -> value -> value.compareTo(limit) > 0;
            case ">=" -> value -> value.compareTo(limit) >= 0;
            default -> throw new WrongException("Unrecognized numeric range operator: " + operator);
        };
    }

    private static Predicate<JsonNode> cidr(String block) {
        String[] parts = block.split("/", -1);
        if (parts.length != 2) {
            throw new WrongException("Malformed CIDR, one '/' required");
        }
        byte[] network = address(parts[0]);
        if (network.length == 0) {
            throw new WrongException("Nonstandard IP address: " + parts[0]);
        }
        if (!parts[1].matches("\\d{1,3}") || Integer.parseInt(parts[1]) > network.length * 8) {
            throw new WrongException("Malformed CIDR, mask bits must be an integer");
        }
        int shift = network.length * 8 - Integer.parseInt(parts[1]);
        BigInteger prefix = new BigInteger(1, network).shiftRight(shift);
        return value -> {
            byte[] address = value.isTextual() ? address(value.textValue()) : new byte[0];
            return address.length == network.length
                    && new BigInteger(1, address).shiftRight(shift).equals(prefix);
        };
    }

    /** Reads an address that is written in numbers; empty of anything else, since a name would be looked up. */
    private static byte[] address(String text) {
        if (!ADDRESS.matcher(text).matches() || !(text.contains(":") || text.matches("\\d+(\\.\\d+){3}"))) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }
}
