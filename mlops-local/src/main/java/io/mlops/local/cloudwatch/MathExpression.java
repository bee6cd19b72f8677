package io.mlops.local.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * A metric math expression: {@code + - * /}, comparisons, parentheses, {@code [lists]}, and the functions {@code SUM AVG
 * MIN MAX FILL IF}. Other functions are refused by name.
 */
final class MathExpression {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?|[A-Za-z_][A-Za-z0-9_]*|<=|>=|==|!=|[-+*/()\\[\\],<>])");

    private final String text;
    private final Function<String, Value> metrics;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    /**
     * A value: a number, or series of numbers by time; a metric has one series, a list has several.
     *
     * @param series none for a number
     * @param number what a number is
     */
    record Value(List<NavigableMap<Instant, Double>> series, double number) {
        static Value of(double number) {
            return new Value(List.of(), number);
        }

        static Value of(NavigableMap<Instant, Double> series) {
            return new Value(List.of(series), 0);
        }

        boolean isNumber() {
            return series.isEmpty();
        }
    }

    private MathExpression(String text, Function<String, Value> metrics) {
        this.text = text;
        this.metrics = metrics;
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        while (token.find() && token.start() == end) {
            tokens.add(token.group(1));
            end = token.end();
        }
        if (!text.substring(end).isBlank()) {
            throw wrong("Invalid syntax at '" + text.substring(end).strip() + "'");
        }
    }

    /**
     * Computes an expression.
     *
     * @param metrics gives the value of an id
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException {@code ValidationError}
     */
    static Value evaluate(String text, Function<String, Value> metrics) {
        MathExpression expression = new MathExpression(text, metrics);
        Value value = expression.comparison();
        if (expression.next < expression.tokens.size()) {
            throw expression.wrong("Invalid syntax at '" + expression.tokens.get(expression.next) + "'");
        }
        return value;
    }

    private Value comparison() {
        Value left = sum();
        while (isNext("<", ">", "<=", ">=", "==", "!=")) {
            String operator = tokens.get(next++);
            left = combine(left, sum(), (a, b) -> holds(operator, a, b) ? 1 : 0);
        }
        return left;
    }

    private static boolean holds(String operator, double left, double right) {
        return switch (operator) {
            case "<" -> left < right;
            case ">" -> left > right;
            case "<=" -> left <= right;
            case ">=" -> left >= right;
            case "==" -> left == right;
            default -> left != right;
        };
    }

    private Value sum() {
        Value left = product();
        while (isNext("+", "-")) {
            boolean plus = tokens.get(next++).equals("+");
            left = combine(left, product(), plus ? Double::sum : (a, b) -> a - b);
        }
        return left;
    }

    private Value product() {
        Value left = factor();
        while (isNext("*", "/")) {
            boolean times = tokens.get(next++).equals("*");
            left = combine(left, factor(), times ? (a, b) -> a * b : (a, b) -> a / b);
        }
        return left;
    }

    private Value factor() {
        if (isNext("-")) {
            next++;
            return combine(Value.of(0), factor(), (a, b) -> a - b);
        } else if (isNext("(")) {
            next++;
            Value inner = comparison();
            expect(")");
            return inner;
        } else if (isNext("[")) {
            List<NavigableMap<Instant, Double>> series = new ArrayList<>();
            arguments("]").forEach(each -> series.addAll(each.series()));
            return new Value(series, 0);
        }
        String word = next < tokens.size() ? tokens.get(next++) : "";
        if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
            return Value.of(Double.parseDouble(word));
        } else if (word.isEmpty() || !Character.isLetter(word.charAt(0))) {
            throw wrong("Invalid syntax at '" + word + "'");
        }
        return isNext("(") ? function(word) : word.equals("REPEAT") ? Value.of(Double.NaN) : metrics.apply(word);
    }

    private List<Value> arguments(String end) {
        List<Value> arguments = new ArrayList<>();
        do {
            next++;
            arguments.add(comparison());
        } while (isNext(","));
        expect(end);
        return arguments;
    }

    private Value function(String name) {
        List<Value> given = arguments(")");
        int wanted = name.equals("IF") ? 3 : name.equals("FILL") ? 2 : 1;
        if (given.size() != wanted) {
            throw wrong("The function " + name + " takes " + wanted + " arguments");
        }
        Value first = given.get(0);
        return switch (name) {
            case "SUM" -> reduce(first, DoubleStream::sum);
            case "AVG" -> reduce(first, all -> all.average().orElse(Double.NaN));
            case "MIN" -> reduce(first, all -> all.min().orElse(Double.NaN));
            case "MAX" -> reduce(first, all -> all.max().orElse(Double.NaN));
            case "FILL" -> fill(first, given.get(1).number());
            case "IF" -> choose(first, given.get(1), given.get(2));
            default -> throw wrong("The function " + name + " is not honoured by this emulator");
        };
    }

    /** Of one series a number; of several a series, at each time that any has. */
    private static Value reduce(Value value, Function<DoubleStream, Double> reducing) {
        if (value.series().size() == 1) {
            return Value.of(reducing.apply(doubles(value.series().get(0).values())));
        }
        NavigableMap<Instant, List<Double>> byTime = new TreeMap<>();
        value.series()
                .forEach(series -> series.forEach((time, number) ->
                        byTime.computeIfAbsent(time, made -> new ArrayList<>()).add(number)));
        NavigableMap<Instant, Double> reduced = new TreeMap<>();
        byTime.forEach((time, numbers) -> reduced.put(time, reducing.apply(doubles(numbers))));
        return Value.of(reduced);
    }

    private static DoubleStream doubles(Collection<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue);
    }

    /** Fills what is missing between the other metrics' times; not a number stands for {@code REPEAT}. */
    private Value fill(Value value, double filler) {
        if (value.series().size() != 1) {
            throw wrong("The function FILL takes one metric");
        }
        NavigableMap<Instant, Double> own = value.series().get(0);
        NavigableMap<Instant, Double> filled = new TreeMap<>(own);
        for (Instant time : times()) {
            Double repeated =
                    own.floorEntry(time) == null ? null : own.floorEntry(time).getValue();
            Double missing = Double.isNaN(filler) ? repeated : Double.valueOf(filler);
            if (missing != null) {
                filled.putIfAbsent(time, missing);
            }
        }
        return Value.of(filled);
    }

    private List<Instant> times() {
        return metrics.apply("").series().stream()
                .flatMap(series -> series.keySet().stream())
                .toList();
    }

    private Value choose(Value condition, Value yes, Value no) {
        if (condition.isNumber()) {
            return condition.number() != 0 ? yes : no;
        }
        Value chosenYes = combine(condition, yes, (a, b) -> a != 0 ? b : Double.NaN);
        Value chosenNo = combine(condition, no, (a, b) -> a == 0 ? b : Double.NaN);
        NavigableMap<Instant, Double> chosen = new TreeMap<>();
        for (Value way : List.of(chosenYes, chosenNo)) {
            chosen.putAll(way.series().get(0));
        }
        return Value.of(chosen);
    }

    /** Combines two values; of two series, at the times that both have. What is no number, as n/0, is left out. */
    private Value combine(Value left, Value right, DoubleBinaryOperator operator) {
        if (left.isNumber() && right.isNumber()) {
            return Value.of(operator.applyAsDouble(left.number(), right.number()));
        } else if (left.series().size() > 1 || right.series().size() > 1) {
            throw wrong("Arithmetic on lists of metrics is not honoured by this emulator");
        }
        NavigableMap<Instant, Double> times =
                (left.isNumber() ? right : left).series().get(0);
        NavigableMap<Instant, Double> combined = new TreeMap<>();
        for (Instant time : times.keySet()) {
            Double a = left.isNumber()
                    ? Double.valueOf(left.number())
                    : left.series().get(0).get(time);
            Double b = right.isNumber()
                    ? Double.valueOf(right.number())
                    : right.series().get(0).get(time);
            if (a != null && b != null) {
                combined.put(time, operator.applyAsDouble(a, b));
            }
        }
        combined.values().removeIf(value -> !Double.isFinite(value));
        return Value.of(combined);
    }

    private boolean isNext(String... wanted) {
        return next < tokens.size() && List.of(wanted).contains(tokens.get(next));
    }

    private void expect(String token) {
        if (!isNext(token)) {
            throw wrong("Invalid syntax: '" + token + "' is missing");
        }
        next++;
    }

    private RuntimeException wrong(String why) {
        return Wrong.validation("Error in expression '" + text + "' [" + why + "]");
    }
}
