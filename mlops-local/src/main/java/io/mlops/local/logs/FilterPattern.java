package io.mlops.local.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;

/**
 * Reads filter patterns (CloudWatch Logs user guide, "Filter pattern syntax"): terms, quoted phrases, {@code ?any} and
 * {@code -none} of them, {@code %regular expressions%}, and JSON selectors in braces.
 */
final class FilterPattern {
    private static final Pattern TERM =
            Pattern.compile("\\s*([?-]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|%([^%]*)%|([\\w.:/#$-]+))(?=\\s|$)");
    private static final Pattern REGEX = Pattern.compile("[A-Za-z0-9:_#=@/;,\\- ^$?\\[\\]{}|\\\\*+.]+");

    private FilterPattern() {}

    /**
     * Reads a pattern.
     *
     * @param pattern the pattern; an empty one matches everything
     * @return what a message is asked
     * @throws InvalidParameterException if it is none, or of a kind that is not supported here
     */
    static Predicate<String> of(String pattern) {
        String text = pattern.strip();
        if (text.startsWith("[")) {
            throw invalid("filterPattern: patterns of space-delimited fields, in brackets, are not supported by this"
                    + " emulator: use terms or a JSON pattern");
        }
        return text.startsWith("{") ? new JsonFilter(text).read() : terms(text);
    }

    private static Predicate<String> terms(String text) {
        List<Predicate<String>> all = new ArrayList<>();
        List<Predicate<String>> any = new ArrayList<>();
        Matcher matcher = TERM.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw invalid(
                        "Invalid character(s) in term '" + text.substring(at).strip() + "'");
            }
            Predicate<String> term = term(matcher);
            switch (matcher.group(1)) {
                case "?" -> any.add(term);
                case "-" -> all.add(term.negate());
                default -> all.add(term);
            }
            at = matcher.end();
        }
        if (!any.isEmpty() && !all.isEmpty()) {
            throw invalid("filterPattern: terms with ? beside others are not supported by this emulator");
        }
        return any.isEmpty()
                ? message -> all.stream().allMatch(term -> term.test(message))
                : message -> any.stream().anyMatch(term -> term.test(message));
    }

    private static Predicate<String> term(Matcher matcher) {
        if (matcher.group(3) != null) {
            return regex(matcher.group(3)).asPredicate();
        }
        String term =
                matcher.group(2) == null ? matcher.group(4) : matcher.group(2).replaceAll("\\\\(.)", "$1");
        return message -> message.contains(term);
    }

    /** Takes the operators and symbols that CloudWatch allows, which are Java's as well; it has no groups. */
    static Pattern regex(String expression) {
        if (REGEX.matcher(expression).matches()) {
            try {
                return Pattern.compile(expression);
            } catch (PatternSyntaxException e) {
                throw invalid("Invalid filter pattern: %" + expression + "%: " + e.getDescription());
            }
        }
        throw invalid("Invalid filter pattern: a character of %" + expression + "% is not allowed");
    }

    /** The error for a token that no page gave. */
    static InvalidParameterException wrongToken() {
        return invalid("The specified nextToken is invalid.");
    }

    static InvalidParameterException invalid(String message) {
        return InvalidParameterException.builder().message(message).build();
    }
}
