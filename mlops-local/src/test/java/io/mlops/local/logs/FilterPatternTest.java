package io.mlops.local.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;

/** Examples in the manner of the user guide's "Filter pattern syntax". */
class FilterPatternTest {
    private static final String JSON = "{\"level\":\"ERROR\",\"code\":503,\"ok\":false,\"user\":null,\"at\":{\"ip\":"
            + "\"123.123.0.1\"},\"tags\":[\"a\",\"b\"],\"x-y\":1.5}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ERROR                    | [ERROR 400] BAD REQUEST   | true",
                "ERROR                    | [error 400] BAD REQUEST   | false",
                "ERROR BAD                | [ERROR 400] BAD REQUEST   | true",
                "ERROR GOOD               | [ERROR 400] BAD REQUEST   | false",
                "?WARN ?ERROR             | [ERROR 400] BAD REQUEST   | true",
                "?WARN ?INFO              | [ERROR 400] BAD REQUEST   | false",
                "ERROR -BAD               | [ERROR 400] BAD REQUEST   | false",
                "-WARN                    | [ERROR 400] BAD REQUEST   | true",
                "\"400] BAD\"             | [ERROR 400] BAD REQUEST   | true",
                "\"say \\\"hi\\\"\"       | they say \"hi\" to all    | true",
                "%[45]\\d{2}%             | [ERROR 400] BAD REQUEST   | true",
                "%^ERROR%                 | [ERROR 400] BAD REQUEST   | false",
            })
    void matchesTerms(String pattern, String message, boolean matches) {
        assertThat(FilterPattern.of(pattern).test(message)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "{ $.level = \"ERROR\" }                                    # true",
                "{ $.level = ERR* }                                         # true",
                "{ $.level != \"ERROR\" }                                   # false",
                "{ $.none != \"ERROR\" }                                    # false",
                "{ $.code >= 500 && $.code < 504 }                          # true",
                "{ $.code = 503 }                                           # true",
                "{ $.code > 503 || $.at.ip = 123.123.* }                    # true",
                "{ ($.code > 503) || ($.level = WARN) }                     # false",
                "{ $.level = WARN || $.level = ERROR && $.code = 1 }        # false",
                "{ $.user IS NULL }                                         # true",
                "{ $.ok IS FALSE }                                          # true",
                "{ $.ok IS TRUE }                                           # false",
                "{ $.missing NOT EXISTS }                                   # true",
                "{ $.user NOT EXISTS }                                      # false",
                "{ $.tags[1] = b }                                          # true",
                "{ $.tags[*] = a }                                          # true",
                "{ $['x-y'] = 1.5 }                                         # true",
                "{ $.at.ip = %^123\\.% }                                    # true",
            })
    void matchesJson(String pattern, boolean matches) {
        assertThat(FilterPattern.of(pattern).test(JSON)).isEqualTo(matches);
    }

    @Test
    void matchesEverythingByNoPatternAndNoTextByAJsonPattern() {
        assertThat(FilterPattern.of("").test("anything")).isTrue();
        assertThat(FilterPattern.of("{ $.a = 1 }").test("text")).isFalse();
        assertThat(FilterPattern.of("{ $.a = 1 }").test("{\"a\": 1e99999")).isFalse();
        assertThat(FilterPattern.of("{ $.a = 1 }").test("{\"a\": 1e99999}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[ip, user, ...]",
                "ERROR ?WARN",
                "%(a)%",
                "%[a%",
                "a\"",
                "{ $.a }",
                "{ $.a = 1",
                "{ $.a > b }",
                "{ a = 1 }",
                "{ $.a = 1 } x",
                "{ $..a = 1 }",
                "{ $.a IS EMPTY }"
            })
    void refusesWhatItCannotRead(String pattern) {
        assertThatThrownBy(() -> FilterPattern.of(pattern)).isInstanceOf(InvalidParameterException.class);
    }
}
