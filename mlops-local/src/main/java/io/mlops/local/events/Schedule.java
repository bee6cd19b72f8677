package io.mlops.local.events;

import io.mlops.local.call.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a scheduled rule runs: {@code rate(…)} or {@code cron(…)}, in UTC (EventBridge user guide). */
@FunctionalInterface
interface Schedule {
    /** The next time after another; empty where a cron expression has none left. */
    Optional<Instant> next(Instant after);

    /** Reads a schedule expression; {@code L}, {@code W} and {@code #} are refused by name. */
    static Schedule parse(String expression) {
        Matcher rate =
                Pattern.compile("rate\\(([1-9]\\d*) (minute|hour|day)(s?)\\)").matcher(expression);
        if (rate.matches() && rate.group(1).equals("1") == rate.group(3).isEmpty()) {
            Duration every = Duration.of(
                    Long.parseLong(rate.group(1)),
                    ChronoUnit.valueOf(rate.group(2).toUpperCase(Locale.ROOT) + "S"));
            return after -> Optional.of(after.plus(every));
        }
        Matcher cron = Pattern.compile("cron\\((\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (\\S+)\\)")
                .matcher(expression);
        if (!cron.matches()) {
            throw Refusals.validation("Parameter ScheduleExpression is not valid.");
        }
        return Cron.of(cron);
    }

    /**
     * A cron expression's fields, each with the values that it allows.
     *
     * @param minutes 0 to 59
     * @param hours 0 to 23
     * @param days of the month; empty where the days of the week decide
     * @param months 1 to 12
     * @param weekdays 1 is Sunday; empty where the days of the month decide
     * @param years 1970 to 2199
     */
    record Cron(
            TreeSet<Integer> minutes,
            TreeSet<Integer> hours,
            TreeSet<Integer> days,
            TreeSet<Integer> months,
            TreeSet<Integer> weekdays,
            TreeSet<Integer> years)
            implements Schedule {
        private static final List<String> MONTHS =
                List.of("", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
        private static final List<String> WEEKDAYS = List.of("", "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

        static Cron of(Matcher fields) {
            boolean byWeekday = fields.group(3).equals("?");
            if (byWeekday == fields.group(5).equals("?")) {
                throw Refusals.validation("Parameter ScheduleExpression is not valid.");
            }
            return new Cron(
                    values(fields.group(1), 0, 59, List.of()),
                    values(fields.group(2), 0, 23, List.of()),
                    byWeekday ? new TreeSet<>() : values(fields.group(3), 1, 31, List.of()),
                    values(fields.group(4), 1, 12, MONTHS),
                    byWeekday ? values(fields.group(5), 1, 7, WEEKDAYS) : new TreeSet<>(),
                    values(fields.group(6), 1970, 2199, List.of()));
        }

        private static TreeSet<Integer> values(String field, int least, int most, List<String> names) {
            TreeSet<Integer> values = new TreeSet<>();
            for (String part : field.split(",", -1)) {
                Matcher range =
                        Pattern.compile("(\\*|\\w+)(?:-(\\w+))?(?:/(\\d+))?").matcher(part);
                if (!range.matches()) {
                    throw Refusals.validation("Parameter ScheduleExpression is not valid.");
                }
                boolean any = range.group(1).equals("*");
                int from = any ? least : number(range.group(1), names);
                boolean open = any || (range.group(2) == null && range.group(3) != null);
                int to = open ? most : range.group(2) == null ? from : number(range.group(2), names);
                int step = range.group(3) == null ? 1 : Integer.parseInt(range.group(3));
                if (from < least || to > most || step < 1) {
                    throw Refusals.validation("Parameter ScheduleExpression is not valid.");
                }
                for (int value = from; value <= to; value += step) {
                    values.add(value);
                }
            }
            return values;
        }

        private static int number(String text, List<String> names) {
            int named = names.indexOf(text.toUpperCase(Locale.ROOT));
            if (named > 0) {
                return named;
            } else if (text.matches("\\d{1,4}")) {
                return Integer.parseInt(text);
            } else if (text.matches("\\d*[LW]\\w*")) {
                throw Refusals.validation("L and W in a ScheduleExpression are not honoured by this emulator");
            }
            throw Refusals.validation("Parameter ScheduleExpression is not valid.");
        }

        @Override
        public Optional<Instant> next(Instant after) {
            ZonedDateTime from =
                    after.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            LocalTime time = from.toLocalTime();
            for (LocalDate day = from.toLocalDate(); day.getYear() <= years.last(); day = day.plusDays(1)) {
                Optional<LocalTime> found = isOn(day) ? at(time) : Optional.empty();
                if (found.isPresent()) {
                    return Optional.of(day.atTime(found.get()).toInstant(ZoneOffset.UTC));
                }
                time = LocalTime.MIDNIGHT;
            }
            return Optional.empty();
        }

        private boolean isOn(LocalDate day) {
            int weekday = day.getDayOfWeek().getValue() % 7 + 1;
            return years.contains(day.getYear())
                    && months.contains(day.getMonthValue())
                    && (days.contains(day.getDayOfMonth()) || weekdays.contains(weekday));
        }

        private Optional<LocalTime> at(LocalTime earliest) {
            for (int hour : hours.tailSet(earliest.getHour())) {
                Integer minute = hour == earliest.getHour() ? minutes.ceiling(earliest.getMinute()) : minutes.first();
                if (minute != null) {
                    return Optional.of(LocalTime.of(hour, minute));
                }
            }
            return Optional.empty();
        }
    }
}
