package io.mlops.local.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksum algorithms of S3. */
enum Algorithm {
    CRC32,
    CRC32C,
    CRC64NVME,
    SHA1,
    SHA256;

    /** Content as it is summed up. */
    interface Digest {
        void update(byte[] bytes, int offset, int length);

        byte[] value();

        static Digest of(java.util.zip.Checksum checksum, int bytes) {
            return new Digest() {
                @Override
                public void update(byte[] content, int offset, int length) {
                    checksum.update(content, offset, length);
                }

                @Override
                public byte[] value() {
                    byte[] value =
                            ByteBuffer.allocate(8).putLong(checksum.getValue()).array();
                    return Arrays.copyOfRange(value, 8 - bytes, 8);
                }
            };
        }

        static Digest of(String name) {
            MessageDigest digest;
            try {
                digest = MessageDigest.getInstance(name);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
            return new Digest() {
                @Override
                public void update(byte[] content, int offset, int length) {
                    digest.update(content, offset, length);
                }

                @Override
                public byte[] value() {
                    return digest.digest();
                }
            };
        }
    }

    /** Finds an algorithm by AWS's name. */
    static Optional<Algorithm> named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    Digest digest() {
        return switch (this) {
            case CRC32 -> Digest.of(new CRC32(), 4);
            case CRC32C -> Digest.of(new CRC32C(), 4);
            case CRC64NVME -> Digest.of(new Crc64Nvme(), 8);
            case SHA1 -> Digest.of("SHA-1");
            case SHA256 -> Digest.of("SHA-256");
        };
    }

    /** Names the member that holds the value, as {@code ChecksumCRC32}. */
    String member() {
        return "Checksum" + name();
    }

    /** Names the header or trailer that holds the value, as {@code x-amz-checksum-crc32}. */
    String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** Says whether parts' values make a value of values, where the upload does not say. */
    boolean isCompositeByDefault() {
        return this != CRC64NVME;
    }
}
