package io.mlops.local.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials;
import io.mlops.local.account.Credentials.AccessKey;
import io.mlops.local.account.Scheduler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS's own examples: its Signature Version 4 test suite, and the Amazon S3 API reference. */
class IdentificationTest {
    private static final String SUITE =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                    + " SignedHeaders=%s, Signature=%s";
    private static final String S3 = "AWS4-HMAC-SHA256"
            + " Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=%s,Signature=%s";
    private static final String TOKEN = "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/|5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "POST|/|5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
                "GET|/?Param2=value2&Param1=value1|b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
                "GET|/example1/example2/../..|5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "GET|/\u1234|8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
                "GET|/?\u1234=bar|2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"
            })
    void verifiesThePublishedSignatures(String method, String uri, String signature) throws IOException {
        WireRequest request = suite(method, uri, Map.of(), "host;x-amz-date", signature, "");

        assertThat(identify(request, Protocol.Kind.JSON).accessKeyId()).isEqualTo("AKIDEXAMPLE");
    }

    @Test
    void verifiesHeadersWithSpacesBodiesAndTokens() throws IOException {
        assertThat(identify(
                        suite(
                                "GET",
                                "/",
                                Map.of("my-header1", " value1", "my-header2", " \"a   b   c\""),
                                "host;my-header1;my-header2;x-amz-date",
                                "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
                                ""),
                        Protocol.Kind.JSON))
                .isNotNull();
        assertThat(identify(
                        suite(
                                "POST",
                                "/",
                                Map.of("content-type", "application/x-www-form-urlencoded"),
                                "content-type;host;x-amz-date",
                                "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
                                "Param1=value1"),
                        Protocol.Kind.QUERY))
                .isNotNull();
        WireRequest session = suite(
                "GET",
                "/",
                Map.of("x-amz-security-token", TOKEN),
                "host;x-amz-date;x-amz-security-token",
                "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
                "");
        assertThat(identification(Instant.parse("2015-08-30T12:36:00Z"), Optional.of(TOKEN))
                        .identify(authentication(session), session, Protocol.Kind.JSON))
                .isNotNull();
    }

    @Test
    void refusesAnotherBodyThanWasSigned() {
        WireRequest request = suite(
                "POST",
                "/",
                Map.of("content-type", "application/x-www-form-urlencoded"),
                "content-type;host;x-amz-date",
                "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
                "Param1=value2");

        assertThatThrownBy(() -> identify(request, Protocol.Kind.QUERY))
                .hasMessageContaining("The request signature we calculated does not match the signature you provided.");
    }

    @Test
    void verifiesS3sExampleOfAGet() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("host", "examplebucket.s3.amazonaws.com");
        headers.put("range", "bytes=0-9");
        headers.put("x-amz-content-sha256", Hmac.sha256(""));
        headers.put("x-amz-date", "20130524T000000Z");
        headers.put(
                "authorization",
                S3.formatted(
                        "host;range;x-amz-content-sha256;x-amz-date",
                        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));

        assertThat(identify(request("GET", "/test.txt", headers, ""), Protocol.Kind.REST_XML))
                .isNotNull();
    }

    @Test
    void verifiesS3sExampleOfChunksAndRefusesOneThatWasChanged() throws IOException {
        byte[] good = chunked("a".repeat(1024));
        byte[] bad = chunked("a".repeat(1023) + "b");
        WireRequest whole = chunkedRequest(good);
        WireRequest changed = chunkedRequest(bad);

        identify(whole, Protocol.Kind.REST_XML);
        identify(changed, Protocol.Kind.REST_XML);

        assertThat(whole.document()).hasSize(66560);
        assertThatThrownBy(changed::document)
                .isInstanceOf(DetailedException.class)
                .hasMessageContaining("The request signature we calculated does not match");
    }

    private static WireRequest chunkedRequest(byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("host", "s3.amazonaws.com");
        headers.put("content-encoding", "aws-chunked");
        headers.put("content-length", "66824");
        headers.put("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        headers.put("x-amz-date", "20130524T000000Z");
        headers.put("x-amz-decoded-content-length", "66560");
        headers.put("x-amz-storage-class", "REDUCED_REDUNDANCY");
        headers.put(
                "authorization",
                S3.formatted(
                        "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                                + "x-amz-decoded-content-length;x-amz-storage-class",
                        "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"));
        return request("PUT", "/examplebucket/chunkObject.txt", headers, new String(body, StandardCharsets.US_ASCII));
    }

    private static byte[] chunked(String second) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(("10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
                        + "a".repeat(65536) + "\r\n"
                        + "400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
                        + second + "\r\n"
                        + "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static WireRequest suite(
            String method, String uri, Map<String, String> more, String signedHeaders, String signature, String body) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Host", "example.amazonaws.com");
        headers.put("X-Amz-Date", "20150830T123600Z");
        headers.put("Authorization", SUITE.formatted(signedHeaders, signature));
        return request(method, uri, headers, body);
    }

    private static WireRequest request(String method, String uri, Map<String, String> headers, String body) {
        URI parsed = URI.create(uri);
        Map<String, List<String>> lists = new LinkedHashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return new WireRequest(
                method,
                parsed.getRawPath(),
                parsed.getRawQuery(),
                lists,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Authentication authentication(WireRequest request) {
        return Authentication.of(request).orElseThrow();
    }

    private static AccessKey identify(WireRequest request, Protocol.Kind kind) throws IOException {
        Instant then = Instant.parse(kind == Protocol.Kind.REST_XML ? "2013-05-24T00:00:00Z" : "2015-08-30T12:36:00Z");
        return identification(then, Optional.empty()).identify(authentication(request), request, kind);
    }

    private static Identification identification(Instant then, Optional<String> token) {
        Caller caller = new Caller("1", "arn:aws:iam::1:root", "1", "k", Optional.empty());
        Credentials credentials = new Credentials();
        credentials.add(new AccessKey(
                "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token, Optional.empty(), caller));
        credentials.add(new AccessKey(
                "AKIAIOSFODNN7EXAMPLE",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                Optional.empty(),
                Optional.empty(),
                caller));
        return new Identification(credentials, new Stopped(then));
    }

    /** A clock that stands. */
    private record Stopped(Instant now) implements Scheduler {
        @Override
        public Appointment after(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void execute(Runnable task) {
            throw new UnsupportedOperationException();
        }
    }
}
