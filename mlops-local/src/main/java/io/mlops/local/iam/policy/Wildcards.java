package io.mlops.local.iam.policy;

import java.util.Locale;

/** Patterns in which {@code *} stands for any characters, and {@code ?} for any one. */
final class Wildcards {
    /** Stand for {@code *} and {@code ?} that are meant literally, as in {@code ${*}}; from the private use area. */
    private static final char STAR = '\uE000';

    private static final char MARK = '\uE001';

    private Wildcards() {}

    /** Makes a pattern that matches the text alone. */
    static String literal(String text) {
        return text.replace('*', STAR).replace('?', MARK);
    }

    /** Reads a pattern as text, in which nothing stands for anything else. */
    static String text(String pattern) {
        return pattern.replace(STAR, '*').replace(MARK, '?');
    }

    static boolean matchIgnoringCase(String pattern, String text) {
        return match(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    }

    /** Matches without backtracking beyond the last star, so that no pattern takes long. */
    static boolean match(String pattern, String text) {
        int at = 0;
        int star = -1;
        int starred = 0;
        int i = 0;
        while (i < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                starred = i;
            } else if (at < pattern.length() && isOne(pattern.charAt(at), text.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++starred;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    private static boolean isOne(char pattern, char text) {
        return pattern == '?'
                || pattern == text
                || (pattern == STAR && text == '*')
                || (pattern == MARK && text == '?');
    }
}
