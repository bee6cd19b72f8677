package io.mlops.plan.cloudformation;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes maps, lists and scalars as YAML. A text that is not plainly a text is quoted as in JSON, which YAML reads. */
final class Yaml {
    /** Begins like a word, and holds nothing to which YAML gives a meaning. */
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z/](?:[A-Za-z0-9/_.()*-]|:(?=\\S)| (?=[A-Za-z0-9/_.(]))*");
    /** The words that YAML 1.1 takes for truth values, nothing or numbers. */
    private static final Pattern TAKEN = Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null|[0-9].*|\\.inf|\\.nan");

    private static final Pattern BLOCK =
            Pattern.compile("(?:[^\\s\\p{Cntrl}][^\\p{Cntrl}]*\\n)(?:[^\\p{Cntrl}]*\\S\\n)+");

    private final StringBuilder yaml = new StringBuilder();

    private Yaml() {}

    static String write(Map<String, Object> map) {
        Yaml writer = new Yaml();
        writer.map(map, "");
        return writer.yaml.toString();
    }

    private void map(Map<?, ?> map, String indent) {
        String before = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            yaml.append(before).append(text(String.valueOf(entry.getKey()))).append(':');
            value(entry.getValue(), indent);
            before = indent;
        }
    }

    private void list(List<?> list, String indent) {
        for (Object item : list) {
            yaml.append(indent).append("-");
            if (item instanceof Map<?, ?> map && !map.isEmpty()) {
                yaml.append(' ');
                map(map, indent + "  ");
            } else {
                value(item, indent);
            }
        }
    }

    private void value(Object value, String indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            yaml.append('\n').append(indent).append("  ");
            map(map, indent + "  ");
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            yaml.append('\n');
            list(list, indent + "  ");
        } else if (value instanceof String text && BLOCK.matcher(text).matches()) {
            yaml.append(" |\n");
            text.lines()
                    .forEach(line ->
                            yaml.append(indent).append("  ").append(line).append('\n'));
        } else {
            yaml.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static String scalar(Object value) {
        if (value instanceof Map) {
            return "{}";
        }
        if (value instanceof List) {
            return "[]";
        }
        return value instanceof String text ? text(text) : String.valueOf(value);
    }

    private static String text(String text) {
        return PLAIN.matcher(text).matches() && !TAKEN.matcher(text).matches()
                ? text
                : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
