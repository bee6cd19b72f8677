package io.mlops.local.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;

/** The deployment package of {@link EchoHandler}. */
final class EchoZip {
    static final String HANDLER = EchoHandler.class.getName() + "::handleRequest";

    private EchoZip() {}

    static SdkBytes bytes() {
        String name = EchoHandler.class.getName().replace('.', '/') + ".class";
        try (InputStream code = EchoHandler.class.getResourceAsStream("/" + name)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry(name));
                code.transferTo(zip);
            }
            return SdkBytes.fromByteArrayUnsafe(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
