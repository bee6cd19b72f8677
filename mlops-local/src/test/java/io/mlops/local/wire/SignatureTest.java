package io.mlops.local.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mlops.local.LocalAws;
import io.mlops.local.Sdk;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.utils.IoUtils;

class SignatureTest {
    @TempDir
    static Path directory;

    private static LocalAws aws;

    @BeforeAll
    static void start() {
        aws = LocalAws.builder().directory(directory).start();
        S3Client s3 = Sdk.client(aws, S3Client.builder());
        s3.createBucket(r -> r.bucket("box"));
        s3.putObject(r -> r.bucket("box").key("a b/+ü"), RequestBody.fromString("content"));
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    private static String refusal(AwsCredentials credentials, Function<AwsCredentials, Runnable> call) {
        AwsServiceException error = catchThrowableOfType(
                AwsServiceException.class, () -> call.apply(credentials).run());
        return error == null ? "no error" : error.awsErrorDetails().errorCode() + " " + error.statusCode();
    }

    private static Runnable s3(AwsCredentials credentials) {
        return () -> Sdk.client(aws, S3Client.builder(), credentials).listBuckets();
    }

    private static Runnable json(AwsCredentials credentials) {
        return () -> Sdk.client(aws, CodePipelineClient.builder(), credentials).listPipelines(r -> {});
    }

    private static Runnable query(AwsCredentials credentials) {
        return () -> Sdk.client(aws, IamClient.builder(), credentials).listRoles();
    }

    private static Runnable restJson(AwsCredentials credentials) {
        return () -> Sdk.client(aws, LambdaClient.builder(), credentials).listFunctions();
    }

    @Test
    void refusesAnUnknownKeyAsEachProtocolDoes() {
        AwsCredentials unknown = AwsBasicCredentials.create("AKIANOBODY", "secret");

        assertThat(refusal(unknown, SignatureTest::s3)).isEqualTo("InvalidAccessKeyId 403");
        assertThat(refusal(unknown, SignatureTest::query)).isEqualTo("InvalidClientTokenId 403");
        assertThat(refusal(unknown, SignatureTest::json)).isEqualTo("UnrecognizedClientException 400");
        assertThat(refusal(unknown, SignatureTest::restJson)).isEqualTo("UnrecognizedClientException 403");
    }

    @Test
    void refusesAWrongSecretAsEachProtocolDoes() {
        AwsCredentials wrong = AwsBasicCredentials.create(aws.accessKeyId(), "secret");

        assertThat(refusal(wrong, SignatureTest::s3)).isEqualTo("SignatureDoesNotMatch 403");
        assertThat(refusal(wrong, SignatureTest::query)).isEqualTo("SignatureDoesNotMatch 403");
        assertThat(refusal(wrong, SignatureTest::json)).isEqualTo("InvalidSignatureException 400");
        assertThat(refusal(wrong, SignatureTest::restJson)).isEqualTo("InvalidSignatureException 403");
    }

    @Test
    void refusesASessionsTokenThatIsMissingOrWrong() {
        Sdk.client(aws, IamClient.builder())
                .createRole(r -> r.roleName("r")
                        .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                + "\"Principal\":{\"AWS\":\"" + aws.accountId()
                                + "\"},\"Action\":\"sts:AssumeRole\"}]}"));
        Credentials session = Sdk.client(aws, StsClient.builder())
                .assumeRole(r ->
                        r.roleArn("arn:aws:iam::" + aws.accountId() + ":role/r").roleSessionName("session"))
                .credentials();
        AwsCredentials right =
                AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
        AwsCredentials wrong = AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), "token");
        AwsCredentials missing = AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey());

        assertThat(Sdk.client(aws, StsClient.builder(), right)
                        .getCallerIdentity()
                        .arn())
                .endsWith("assumed-role/r/session");
        assertThat(refusal(wrong, SignatureTest::s3)).isEqualTo("InvalidToken 400");
        assertThat(refusal(wrong, SignatureTest::json)).isEqualTo("UnrecognizedClientException 400");
        assertThat(refusal(missing, SignatureTest::s3)).isEqualTo("InvalidAccessKeyId 403");
        assertThat(refusal(missing, SignatureTest::query)).isEqualTo("InvalidClientTokenId 403");
    }

    @Test
    void presignsGetsAndPuts() throws IOException {
        try (S3Presigner presigner = presigner()) {
            PresignedPutObjectRequest put = presigner.presignPutObject(r -> r.signatureDuration(Duration.ofMinutes(1))
                    .putObjectRequest(p -> p.bucket("box").key("put").contentType("text/plain")));

            assertThat(send(presigned("a b/+ü"), "")).isEqualTo("200 content");
            assertThat(send(put.httpRequest(), "sent")).isEqualTo("200 ");
            assertThat(send(presigned("put"), "")).isEqualTo("200 sent");
        }
    }

    @Test
    void refusesAPresignedRequestThatIsOverOrWasChanged() throws IOException {
        SdkHttpRequest good = presigned("put");
        Instant before = now().minusSeconds(61);

        assertThat(send(
                        good.toBuilder()
                                .putRawQueryParameter("X-Amz-Date", SignedTime.write(before))
                                .build(),
                        ""))
                .startsWith("403 ")
                .contains("<Code>AccessDenied</Code><Message>Request has expired</Message>"
                        + "<X-Amz-Expires>60</X-Amz-Expires><Expires>")
                .contains("<ServerTime>");
        assertThat(send(good.toBuilder().encodedPath("/box/other").build(), ""))
                .startsWith("403 ")
                .contains(
                        "<Code>SignatureDoesNotMatch</Code>",
                        "<StringToSign>AWS4-HMAC-SHA256\n",
                        "<CanonicalRequest>GET\n");
        assertThat(send(
                        good.toBuilder()
                                .putRawQueryParameter("X-Amz-Expires", "604801")
                                .build(),
                        ""))
                .startsWith("400 ")
                .contains("<Code>AuthorizationQueryParametersError</Code>", "must be less than a week");
        assertThat(send(
                        good.toBuilder()
                                .putRawQueryParameter("X-Amz-Expires", "a")
                                .build(),
                        ""))
                .contains("X-Amz-Expires should be a number");
        assertThat(send(good.toBuilder().removeQueryParameter("X-Amz-Signature").build(), ""))
                .startsWith("400 ")
                .contains("Query-string authentication version 4 requires the X-Amz-Algorithm");
    }

    @Test
    void refusesAClockThatIsWrong() throws IOException {
        Instant then = now().minus(Duration.ofMinutes(16));
        Instant early = now().plus(Duration.ofMinutes(6));

        assertThat(send(signed("s3", "/", "", then), ""))
                .startsWith("403 ")
                .contains("<Code>RequestTimeTooSkewed</Code>")
                .contains("<MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>");
        assertThat(send(signed("codepipeline", "/", "CodePipeline_20150709.ListPipelines", then), "{}"))
                .startsWith("400 ")
                .contains("InvalidSignatureException", "Signature expired: ", " is now earlier than ", " - 5 min.)");
        assertThat(send(signed("codepipeline", "/", "CodePipeline_20150709.ListPipelines", early), "{}"))
                .startsWith("400 ")
                .contains("Signature not yet current: ", " is still later than ", " + 5 min.)");
        assertThat(send(signed("iam", "/?Action=ListRoles&Version=2010-05-08", "", then), ""))
                .startsWith("403 ")
                .contains("<Code>SignatureDoesNotMatch</Code>", " - 15 min.)");
    }

    @Test
    void refusesWhatIsNoSignatureItKnows() throws IOException {
        assertThat(send(
                        plain("/", "authorization", "AWS4-ECDSA-P256-SHA256 Credential=a/20150830/s3/aws4_request"),
                        ""))
                .contains(
                        "<Code>InvalidRequest</Code>", "Signature Version 4A (AWS4-ECDSA-P256-SHA256) is not verified");
        assertThat(send(plain("/", "authorization", "AWS AKID:signature"), ""))
                .contains("Please use AWS4-HMAC-SHA256.");
        assertThat(send(plain("/", "authorization", "AWS4-HMAC-SHA256 Credential=a"), ""))
                .contains("<Code>AuthorizationHeaderMalformed</Code>");
        assertThat(send(plain("/", "accept", "*/*"), "")).startsWith("403 ").contains("<Code>AccessDenied</Code>");
        assertThat(send(
                        plain("/", "x-amz-target", "CodePipeline_20150709.ListPipelines").toBuilder()
                                .putHeader("authorization", "AWS4-HMAC-SHA256 Signature=a")
                                .build(),
                        ""))
                .contains("IncompleteSignatureException", "Authorization header requires 'Credential' parameter.");
    }

    @Test
    void refusesABodyThatIsNotTheSignedOneAndLeavesNothing() throws IOException {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(aws.endpoint().resolve("/box/changed"))
                .build();
        SdkHttpRequest put = signed(request, "s3", "sent", now());
        assertThat(put.firstMatchingHeader("x-amz-content-sha256"))
                .get()
                .asString()
                .hasSize(64);

        assertThat(send(put, "other")).startsWith("400 ").contains("<Code>XAmzContentSHA256Mismatch</Code>");
        assertThat(send(put.toBuilder().putHeader("x-amz-meta-new", "1").build(), "sent"))
                .startsWith("403 ")
                .contains("<HeadersNotSigned>x-amz-meta-new</HeadersNotSigned>");
        assertThat(send(presigned("changed"), "")).startsWith("404 ");
        assertThat(send(put, "sent")).startsWith("200 ");
    }

    @Test
    void verifiesWhatBoto3SignsAndPresigns() throws Exception {
        String script = """
                import boto3, urllib.request
                from botocore.config import Config
                s3 = boto3.client('s3', config=Config(signature_version='s3v4'))
                s3.put_object(Bucket='box', Key='from boto/+~', Body=b'x' * 100000, ChecksumAlgorithm='SHA256')
                url = s3.generate_presigned_url('get_object', Params={'Bucket': 'box', 'Key': 'from boto/+~'})
                print(len(urllib.request.urlopen(url).read()))
                url = s3.generate_presigned_url('put_object', Params={'Bucket': 'box', 'Key': 'k'})
                print(urllib.request.urlopen(urllib.request.Request(url, b'put', method='PUT')).status)
                print(s3.list_objects_v2(Bucket='box', Prefix='from boto/')['KeyCount'])
                print(boto3.client('sts').get_caller_identity()['Account'])
                print(len(boto3.client('lambda').list_functions()['Functions']))
                try:
                    boto3.client('codepipeline', aws_secret_access_key='no', aws_access_key_id='%s').list_pipelines()
                except Exception as e:
                    print(e.response['Error']['Code'])
                """;
        ProcessBuilder builder =
                new ProcessBuilder("python3", "-c", script.formatted(aws.accessKeyId())).redirectErrorStream(true);
        builder.environment().put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        builder.environment().put("AWS_DEFAULT_REGION", aws.region());
        builder.environment().put("AWS_ACCESS_KEY_ID", aws.accessKeyId());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", aws.secretAccessKey());
        builder.environment().put("AWS_CONFIG_FILE", "/dev/null");
        Process python = starts(builder);

        String output = IoUtils.toUtf8String(python.getInputStream());
        assumeThat(output).doesNotContain("ModuleNotFoundError");
        assertThat(output.lines())
                .containsExactly("100000", "200", "1", aws.accountId(), "0", "InvalidSignatureException");
    }

    private static Process starts(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new TestAbortedException("no python3", e);
        }
    }

    @Test
    void keepsNothingOfAnUploadThatIsBrokenOff() throws Exception {
        String body = "x".repeat(1_000_000);
        SdkHttpRequest put = signed(
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.PUT)
                        .uri(aws.endpoint().resolve("/box/broken"))
                        .build(),
                "s3",
                body,
                now());
        Path incoming = directory.resolve("s3").resolve("incoming");
        try (Socket socket = new Socket(put.host(), put.port())) {
            StringBuilder head = new StringBuilder("PUT /box/broken HTTP/1.1\r\nContent-Length: 1000000\r\n");
            put.forEachHeader((name, values) ->
                    head.append(name).append(": ").append(values.get(0)).append("\r\n"));
            socket.getOutputStream().write((head + "\r\n" + body.substring(500_000)).getBytes(StandardCharsets.UTF_8));
            await(() -> !isEmpty(incoming));
        }
        await(() -> isEmpty(incoming));

        assertThat(send(presigned("broken"), "")).startsWith("404 ");
    }

    private static boolean isEmpty(Path folder) {
        return Objects.requireNonNull(folder.toFile().list()).length == 0;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void refusesASignatureForAServiceThatItDoesNotHave() throws IOException {
        assertThat(send(signed("apigateway", "/restapis", "", now()), ""))
                .startsWith("400 ")
                .contains("incorrect service &quot;apigateway&quot;");
    }

    @Test
    void refusesASignatureForAnotherServiceThanTheRequestNames() throws IOException {
        for (String other : new String[] {"codebuild", "sagemaker", "iam", "lambda"}) {
            assertThat(send(signed(other, "/", "CodePipeline_20150709.ListPipelines", now()), "{}"))
                    .as(other)
                    .startsWith("400 ")
                    .contains(
                            "InvalidSignatureException",
                            "Credential should be scoped to correct service: 'codepipeline'.");
        }
        assertThat(send(signed("codepipeline", "/", "CodePipeline_20150709.ListPipelines", now()), "{}"))
                .startsWith("200 ");
    }

    private static Instant now() {
        return Instant.now();
    }

    private static SdkHttpRequest plain(String uri, String header, String value) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(aws.endpoint().resolve(uri))
                .putHeader(header, value)
                .build();
    }

    private static S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.of(aws.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(aws.accessKeyId(), aws.secretAccessKey())))
                .build();
    }

    private static SdkHttpRequest presigned(String key) {
        try (S3Presigner presigner = presigner()) {
            return presigner
                    .presignGetObject(r -> r.signatureDuration(Duration.ofMinutes(1))
                            .getObjectRequest(g -> g.bucket("box").key(key)))
                    .httpRequest();
        }
    }

    private static SdkHttpRequest signed(String service, String uri, String target, Instant at) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(aws.endpoint().resolve(uri));
        if (target.isEmpty()) {
            request.method(SdkHttpMethod.GET);
        } else {
            request.putHeader("x-amz-target", target);
        }
        return signed(request.build(), service, target.isEmpty() ? "" : "{}", at);
    }

    /** Signs by the SDK's own signer. */
    private static SdkHttpRequest signed(SdkHttpRequest request, String service, String body, Instant at) {
        ContentStreamProvider payload = ContentStreamProvider.fromUtf8String(body);
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsBasicCredentials.create(aws.accessKeyId(), aws.secretAccessKey()))
                        .request(request)
                        .payload(payload)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, aws.region())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, !service.equals("s3"))
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
                .request();
    }

    /** Sends a request, and gives the answer's status and body. */
    private static String send(SdkHttpRequest request, String body) throws IOException {
        URI uri = request.getUri();
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestMethod(request.method().name());
        request.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("host")) {
                connection.setRequestProperty(name, String.join(",", values));
            }
        });
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        var stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        return status + " " + (stream == null ? "" : IoUtils.toUtf8String(stream));
    }
}
