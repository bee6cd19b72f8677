package io.mlops.apply;

import io.mlops.plan.Digests;
import io.mlops.plan.SettingsFiles;
import io.mlops.spec.Names;
import io.mlops.spec.PipelineSpec;
import io.mlops.spec.Tool;
import io.mlops.spec.Tools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs what a pipeline's apply uploads: the zips of tools and settings, and the function's jar. */
public final class PipelineContents implements Contents {
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final PipelineSpec spec;
    private final Names names;
    private final ToolBytes toolBytes;

    /**
     * Makes the contents.
     *
     * @param spec the description
     * @param names the derived names
     * @param toolBytes reads the jars
     */
    public PipelineContents(PipelineSpec spec, Names names, ToolBytes toolBytes) {
        this.spec = spec;
        this.names = names;
        this.toolBytes = toolBytes;
    }

    @Override
    public byte[] bytes(String digest) {
        Tools tools = spec.tools();
        List<Tool> zipped = List.of(tools.launcher(), tools.modelTest());
        Map<String, String> settings = SettingsFiles.of(spec, names);
        if (digest.equals(Digests.codeSha256(tools.lambdaDeploy()))) {
            return checked(tools.lambdaDeploy());
        }
        Map<String, byte[]> entries = new TreeMap<>();
        if (digest.equals(Digests.ofTools(zipped))) {
            zipped.forEach(tool -> entries.put(tool.fileName(), checked(tool)));
        } else if (digest.equals(Digests.ofFiles(settings))) {
            settings.forEach((name, text) -> entries.put(name, text.getBytes(StandardCharsets.UTF_8)));
        } else {
            throw new IllegalArgumentException("no content of this pipeline has digest " + digest);
        }
        return zip(entries);
    }

    private byte[] checked(Tool tool) {
        try {
            byte[] bytes = toolBytes.read(tool);
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            if (!sha256.equals(tool.sha256())) {
                throw new NotProvisionedException(
                        tool.fileName() + " has changed since the pipeline was built: SHA-256 " + sha256
                                + ", described " + tool.sha256() + "; build the pipeline again");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(tool.fileName() + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            // Jars are compressed already; the settings are small.
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry header = new ZipEntry(entry.getKey());
                header.setTimeLocal(ENTRY_TIME);
                zip.putNextEntry(header);
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("packing in memory", e);
        }
        return bytes.toByteArray();
    }
}
