package io.mlops.local.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.model.InvalidEventPatternException;

class EventPatternTest {
    private static boolean fits(String pattern, String event) {
        return EventPattern.parse(pattern.replace('\'', '"')).fits(TargetInput.parsed(event.replace('\'', '"')));
    }

    /** Comparisons of one field, as the EventBridge user guide's "Comparison operators" gives them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'x'                                       | 'x'              | true
            'x'                                       | 'X'              | false
            'x'                                       | ['w','x']        | true
            null                                      | null             | true
            null                                      | ''               | false
            ''                                        | ''               | true
            true                                      | true             | true
            300                                       | 300              | true
            300                                       | 300.0            | false
            300                                       | 3.0e2            | false
            {'prefix':'eu-'}                          | 'eu-west-1'      | true
            {'prefix':'EU-'}                          | 'eu-west-1'      | false
            {'prefix':{'equals-ignore-case':'EU-'}}   | 'eu-west-1'      | true
            {'suffix':'.zip'}                         | 'source/app.zip' | true
            {'suffix':{'equals-ignore-case':'.ZIP'}}  | 'source/app.zip' | true
            {'suffix':'.zip'}                         | 'app.zip2'       | false
            {'equals-ignore-case':'Alice'}            | 'aLiCE'          | true
            {'anything-but':'initializing'}           | 'running'        | true
            {'anything-but':'initializing'}           | 'initializing'   | false
            {'anything-but':['a','b']}                | 'b'              | false
            {'anything-but':['a','b']}                | ['b','c']        | true
            {'anything-but':[100,200]}                | 100              | false
            {'anything-but':[100,200]}                | 101              | true
            {'anything-but':{'prefix':'init'}}        | 'initializing'   | false
            {'anything-but':{'prefix':['a','b']}}     | 'cat'            | true
            {'anything-but':{'suffix':['.txt','.c']}} | 'a.txt'          | false
            {'anything-but':{'wildcard':'*/lib/*'}}   | 'a/lib/b'        | false
            {'anything-but':{'wildcard':['*/lib/*','*/bin/*']}} | 'a/src/b' | true
            {'anything-but':{'equals-ignore-case':['x']}} | 'X'          | false
            {'numeric':['=',3.018e2]}                 | 301.8            | true
            {'numeric':['>',0,'<=',5]}                | 5                | true
            {'numeric':['>',0,'<=',5]}                | 0                | false
            {'numeric':['<',10]}                      | '5'              | false
            {'exists':true}                           | 'here'           | true
            {'exists':false}                          | 'here'           | false
            {'cidr':'10.0.0.0/24'}                    | '10.0.0.255'     | true
            {'cidr':'10.0.0.0/24'}                    | '10.0.1.1'       | false
            {'cidr':'2001:db8::/32'}                  | '2001:db8:1::1'  | true
            {'cidr':'10.0.0.0/24'}                    | 'localhost'      | false
            {'wildcard':'dir/*.png'}                  | 'dir/a.png'      | true
            {'wildcard':'dir/*.png'}                  | 'dir/a.jpg'      | false
            {'wildcard':'a\\\\*b'}                    | 'a*b'            | true
            {'wildcard':'a\\\\*b'}                    | 'axb'            | false
            """)
    void comparesOneField(String rule, String value, boolean expected) {
        assertThat(fits("{'f':[" + rule + "]}", "{'f':" + value + "}")).isEqualTo(expected);
    }

    @Test
    void aMissingFieldFitsNothingButItsAbsence() {
        assertThat(fits("{'f':[{'exists':false}]}", "{}")).isTrue();
        assertThat(fits("{'a':{'f':[{'exists':false}]}}", "{}")).isTrue();
        assertThat(fits("{'f':[{'exists':true}]}", "{}")).isFalse();
        assertThat(fits("{'f':[{'anything-but':'x'}]}", "{}")).isFalse();
        assertThat(fits("{'f':[null]}", "{}")).isFalse();
        assertThat(fits("{'f':[{'exists':true}]}", "{'f':{'inner':1}}")).isFalse();
    }

    @Test
    void allFieldsMustFitAndAnyValueOfEach() {
        String event = "{'source':'aws.s3','detail':{'bucket':{'name':'b'},'object':{'key':'source/app.zip'}}}";

        assertThat(fits("{'source':['aws.ec2','aws.s3'],'detail':{'object':{'key':[{'prefix':'source/'}]}}}", event))
                .isTrue();
        assertThat(fits("{'source':['aws.s3'],'detail':{'bucket':{'name':['c']}}}", event))
                .isFalse();
    }

    @Test
    void oneElementOfAnArrayOfObjectsMustFitWhole() {
        String event = "{'detail':{'items':[{'a':1,'b':1},{'a':2,'b':2}]}}";

        assertThat(fits("{'detail':{'items':{'a':[1],'b':[1]}}}", event)).isTrue();
        assertThat(fits("{'detail':{'items':{'a':[1],'b':[2]}}}", event)).isFalse();
    }

    @Test
    void orTakesAnyOfItsPatterns() {
        String pattern = "{'detail':{'$or':[{'c':[{'numeric':['>',5]}]},{'d':[{'prefix':'x'}],'e':[1]}]}}";

        assertThat(fits(pattern, "{'detail':{'c':6}}")).isTrue();
        assertThat(fits(pattern, "{'detail':{'c':1,'d':'xy','e':1}}")).isTrue();
        assertThat(fits(pattern, "{'detail':{'c':1,'d':'xy'}}")).isFalse();
    }

    /** The texts and places are those of AWS's answers that people quote. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'detail-type':['Object Created'],'source':'aws.s3'}  | "source" must be an object or an array at [Source: (String)"{"detail-type":["Object Created"],"source":"aws.s3"}"; line: 1, column: 45]
            {'source': ['aws.health'], 'detail': {}}              | Empty objects are not allowed at [Source: (String)"{"source": ["aws.health"], "detail": {}}"; line: 1, column: 40]
            {'detail-type':[],'source':['x']}                     | Empty arrays are not allowed at [Source: (String)"{"detail-type":[],"source":["x"]}"; line: 1, column: 18]
            {'f':[{'sufix':'x'}]}                                 | Unrecognized match type sufix
            {'f':[{'prefix':1}]}                                  | prefix match pattern must be a string
            {'f':[{'prefix':'a','suffix':'b'}]}                   | Only one key allowed in match expression
            {'f':[['x']]}                                         | Match value must be String, number, true, false, or null
            {'f':[{'numeric':['>','a']}]}                         | Value of > must be numeric
            {'f':[{'numeric':['!',1]}]}                           | Unrecognized numeric range operator: !
            {'f':[{'numeric':['>',5,'<',5]}]}                     | Bottom must be less than top
            {'f':[{'numeric':['<',5,'>',5]}]}                     | Bad numeric range operator: >
            {'f':[{'numeric':['>',5000000001]}]}                  | Value must be between -5.0E9 and 5.0E9, inclusive
            {'f':[{'exists':'yes'}]}                              | exists match pattern must be either true or false.
            {'f':[{'anything-but':['a',1]}]}                      | Inside anything but list, either all values are number or string, mixed type is not supported
            {'f':[{'anything-but':{'cidr':'10.0.0.0/8'}}]}        | Unsupported anything-but pattern: cidr
            {'f':[{'cidr':'10.0.0.0'}]}                           | Malformed CIDR, one '/' required
            {'f':[{'cidr':'host/8'}]}                             | Nonstandard IP address: host
            {'f':[{'cidr':'10.0.0.0/33'}]}                        | Malformed CIDR, mask bits must be an integer
            {'f':[{'wildcard':'a**b'}]}                           | Consecutive wildcard characters at pos 1
            {'f':[{'wildcard':'a\\\\b'}]}                         | Invalid escape character at pos 1
            {'$or':[{'f':['x']}]}                                 | There must have at least 2 Objects in $or relationship.
            {'$or':[{'f':['x']},'y']}                             | Only objects are allowed in $or
            []                                                    | Filter is not an object
            {'f'                                                  | Event pattern is not valid. Reason:
            {'f':['x']} {}                                        | Invalid JSON
            """)
    void refusesWhatEventBridgeRefuses(String pattern, String message) {
        String text = pattern.replace('\'', '"');

        assertThatThrownBy(() -> EventPattern.parse(text))
                .isInstanceOf(InvalidEventPatternException.class)
                .hasMessageStartingWith("Event pattern is not valid. Reason: ")
                .hasMessageContaining(message);
    }
}
