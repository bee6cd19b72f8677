package io.mlops.local.account;

import java.util.Random;
import java.util.UUID;

/** Makes the random names that AWS makes: UUIDs, access keys, unique ids. */
public final class Ids {
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Random random;

    /**
     * Makes a source of ids.
     *
     * @param random where they come from; a secure one wherever secrets matter
     */
    public Ids(Random random) {
        this.random = random;
    }

    /**
     * Makes a UUID.
     *
     * @return 36 characters
     */
    public String uuid() {
        long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /**
     * Makes an id as IAM's: a prefix, as {@code AROA}, and 16 capitals and digits.
     *
     * @param prefix the kind of id
     * @return 16 characters after the prefix
     */
    public String unique(String prefix) {
        return prefix + text(UPPER, 16);
    }

    /**
     * Makes a text of letters and digits.
     *
     * @param length its length
     * @return the text
     */
    public String alphanumeric(int length) {
        return text(MIXED, length);
    }

    /**
     * Makes a text of given characters.
     *
     * @param alphabet the characters, each as likely as it is often there
     * @param length its length
     * @return the text
     */
    public String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
