package io.mlops.modeltest.report;

import io.mlops.contract.TestResults;
import io.mlops.contract.TestResults.Check;

/**
 * The verdict as JUnit XML, a test case for each check, for CodeBuild's test reports (CodeBuild user guide, test
 * reporting: names up to 1000 characters, messages up to 5000).
 */
public final class JunitXml {
    private static final int LONGEST_NAME = 1_000;
    private static final int LONGEST_MESSAGE = 5_000;

    private JunitXml() {}

    /**
     * Writes the report.
     *
     * @param results the verdict
     * @return the XML document
     */
    public static String of(TestResults results) {
        long failures =
                results.checks().stream().filter(check -> !check.passed()).count();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<testsuite name=\"mlops-model-test\" tests=\"")
                .append(results.checks().size())
                .append("\" failures=\"")
                .append(failures)
                .append("\" errors=\"0\" skipped=\"0\" timestamp=\"")
                .append(attribute(results.finishedAt(), LONGEST_NAME))
                .append("\">\n");
        results.checks().forEach(check -> xml.append(testCase(check)));
        return xml.append("</testsuite>\n").toString();
    }

    private static String testCase(Check check) {
        String start =
                "  <testcase classname=\"io.mlops.modeltest\" name=\"" + attribute(check.name(), LONGEST_NAME) + "\"";
        return check.passed()
                ? start + "/>\n"
                : start + ">\n    <failure message=\"" + attribute("measured: " + check.measured(), LONGEST_MESSAGE)
                        + "\"/>\n  </testcase>\n";
    }

    private static String attribute(String text, int longest) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().limit(longest).forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n', '\r', '\t' -> escaped.append(' ');
                default -> escaped.appendCodePoint(allowed(point) ? point : '?');
            }
        });
        return escaped.toString();
    }

    /** Characters that XML 1.0 can hold at all. */
    private static boolean allowed(int point) {
        return point >= 0x20 && !(point >= 0xD800 && point <= 0xDFFF) && point != 0xFFFE && point != 0xFFFF;
    }
}
