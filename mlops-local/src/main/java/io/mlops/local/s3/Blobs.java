package io.mlops.local.s3;

import io.mlops.local.account.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;

/** The files that hold the objects' content. A file appears when it is whole, and never changes. */
final class Blobs {
    private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);
    private static final int BUFFER = 128 * 1024;

    private final Path incoming;
    private final Path objects;
    private final Ids ids;

    Blobs(Path directory, Ids ids) {
        this.incoming = directory.resolve("incoming");
        this.objects = directory.resolve("objects");
        this.ids = ids;
        try {
            Files.createDirectories(incoming);
            Files.createDirectories(objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes content in; what is not what its sender said leaves nothing behind. */
    Blob receive(RequestBody body, Expected expected) {
        try (InputStream content = body.contentStreamProvider().newStream()) {
            return write(content, expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Blob write(InputStream content, Expected expected) throws IOException {
        String id = ids.uuid();
        Path file = incoming.resolve(id);
        try {
            int buffer = (int) Math.min(BUFFER, expected.length().orElse((long) BUFFER) + 1);
            Blob written = copy(content, new byte[buffer], file, expected.algorithmOf(content));
            expected.verify(content, written);
            Path whole = Files.move(file, objects.resolve(id), StandardCopyOption.ATOMIC_MOVE);
            return new Blob(whole, written.size(), written.md5(), written.checksum());
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static Blob copy(InputStream content, byte[] buffer, Path file, Optional<Algorithm> algorithm)
            throws IOException {
        Algorithm.Digest md5 = Algorithm.Digest.of("MD5");
        Optional<Algorithm.Digest> digest = algorithm.map(Algorithm::digest);
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                md5.update(buffer, 0, read);
                if (digest.isPresent()) {
                    digest.get().update(buffer, 0, read);
                }
                out.write(buffer, 0, read);
                size += read;
            }
        }
        return new Blob(
                file,
                size,
                HexFormat.of().formatHex(md5.value()),
                algorithm.map(known -> Checksum.of(known, digest.orElseThrow().value())));
    }

    /** Gives content a second name, so that the first may go. */
    Blob link(Blob blob) {
        Path file = objects.resolve(ids.uuid());
        try {
            return new Blob(Files.createLink(file, blob.file()), blob.size(), blob.md5(), blob.checksum());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Computes a checksum of content that has another or none. */
    Checksum checksum(Blob blob, Algorithm algorithm) {
        return Checksum.of(algorithm, digested(blob, algorithm.digest()));
    }

    /** Computes the MD5 of content that came in parts, in hexadecimal. */
    String md5(Blob blob) {
        return HexFormat.of().formatHex(digested(blob, Algorithm.Digest.of("MD5")));
    }

    private static byte[] digested(Blob blob, Algorithm.Digest digest) {
        try (InputStream content = Files.newInputStream(blob.file())) {
            byte[] buffer = new byte[BUFFER];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digest.value();
    }

    /** Joins parts; the MD5 of the whole is not computed, as S3 does not. */
    Blob join(List<Blob> parts) {
        String id = ids.uuid();
        Path file = incoming.resolve(id);
        try {
            long size = 0;
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
                for (Blob part : parts) {
                    size += Files.copy(part.file(), out);
                }
            }
            Path whole = Files.move(file, objects.resolve(id), StandardCopyOption.ATOMIC_MOVE);
            return new Blob(whole, size, "", Optional.empty());
        } catch (IOException e) {
            delete(file);
            throw new UncheckedIOException(e);
        }
    }

    void delete(Blob blob) {
        delete(blob.file());
    }

    /** Deletes a file; whoever reads it reads on. */
    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted and stays: it belongs to no object any more", file, e);
        }
    }
}
