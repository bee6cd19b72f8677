package io.mlops.local.codebuild;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.TestCase;

/** Reads the test cases of a JUnit XML file. The file is a stranger's: no document type, no entity is looked up. */
final class JunitReport {
    private static final int LONGEST_NAME = 1000;
    private static final int LONGEST_MESSAGE = 5000;
    private static final BigDecimal NANOSECONDS = BigDecimal.valueOf(1_000_000_000L);

    private final XMLStreamReader xml;
    private final String file;
    private final List<TestCase> cases = new ArrayList<>();
    private String suite = "";

    private JunitReport(XMLStreamReader xml, String file) {
        this.xml = xml;
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @param path the file
     * @return its test cases, without their report
     * @throws IOException if it is not JUnit XML
     */
    static List<TestCase> read(Path path) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream stream = Files.newInputStream(path)) {
            XMLStreamReader xml = factory.createXMLStreamReader(stream);
            try {
                return new JunitReport(xml, String.valueOf(path.getFileName())).read();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new IOException(path.getFileName() + " is not JUnit XML: " + e.getMessage(), e);
        }
    }

    private List<TestCase> read() throws XMLStreamException {
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                if (xml.getLocalName().equals("testsuite")) {
                    suite = attribute("name").orElse("");
                } else if (xml.getLocalName().equals("testcase")) {
                    cases.add(testCase());
                }
            }
        }
        return cases;
    }

    private TestCase testCase() throws XMLStreamException {
        TestCase.Builder testCase = TestCase.builder()
                .testRawDataPath(file)
                .prefix(attribute("classname").orElse(suite))
                .testSuiteName(suite)
                .name(shortened(attribute("name").orElse(""), LONGEST_NAME))
                .durationInNanoSeconds(nanoseconds(attribute("time").orElse("0")))
                .status("SUCCEEDED");
        int depth = 1;
        while (depth > 0) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                String status = status(xml.getLocalName());
                if (status == null) {
                    depth++;
                } else {
                    String message = attribute("message").orElse("");
                    String text = xml.getElementText();
                    testCase.status(status).message(shortened(message.isEmpty() ? text : message, LONGEST_MESSAGE));
                }
            }
        }
        return testCase.build();
    }

    private static @Nullable String status(String element) {
        return switch (element) {
            case "failure" -> "FAILED";
            case "error" -> "ERROR";
            case "skipped" -> "SKIPPED";
            default -> null;
        };
    }

    private static long nanoseconds(String seconds) {
        try {
            return new BigDecimal(seconds.replace(",", ""))
                    .multiply(NANOSECONDS)
                    .longValue();
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Optional<String> attribute(String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name));
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
