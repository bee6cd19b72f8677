package io.mlops.local.call;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The error by which each service refuses input that breaks its model. Most answer as AWS's common front does; sources
 * of the others stand beside them.
 */
final class ConstraintErrors {
    /** The code, where it is not {@code ValidationException}. */
    private static final Map<String, String> CODES = Map.of(
            // Common errors of AWS Query (API references).
            "iam", "ValidationError",
            "sts", "ValidationError",
            // github.com/lazywithclass/winston-cloudwatch/issues/55
            "logs", "InvalidParameterException",
            // What the models declare for wrong input; how AWS words it was not found.
            "codebuild", "InvalidInputException",
            "resourcegroupstaggingapi", "InvalidParameterException",
            "sagemaker-runtime", "ValidationError");

    /** S3's own errors of members (Amazon S3 API reference, error responses). */
    private static final Map<String, AwsServiceException> S3_MEMBERS = Map.of(
            "StorageClass", s3("InvalidStorageClass", "The storage class you specified is not valid"),
            "LocationConstraint", s3("InvalidLocationConstraint", "The specified location-constraint is not valid"),
            "EncodingType", s3("InvalidArgument", "Invalid Encoding Method specified in Request"),
            "MetadataDirective", s3("InvalidArgument", "Unknown metadata directive."),
            "TaggingDirective", s3("InvalidArgument", "Unknown tagging directive."),
            "ServerSideEncryption",
                    s3(
                            "InvalidEncryptionAlgorithmError",
                            "The Encryption request you specified is not valid. Supported value: AES256."));

    private ConstraintErrors() {}

    /** The error for all breaches of a call's input. */
    static AwsServiceException of(String service, List<Breach> breaches) {
        return switch (service) {
            case "s3" -> s3(breaches.get(0));
            case "ecr" -> ecr(breaches.get(0));
            case "sns" -> sns(breaches);
            case "cloudwatch" -> cloudwatch(breaches);
            case "lambda" -> lambda(breaches);
            default -> common(CODES.getOrDefault(service, "ValidationException"), breaches);
        };
    }

    private static AwsServiceException common(String code, List<Breach> breaches) {
        return Refusals.of(
                code,
                400,
                breaches.size() + " validation error" + (breaches.size() == 1 ? "" : "s") + " detected: "
                        + breaches.stream().map(Breach::toString).collect(Collectors.joining("; ")));
    }

    private static AwsServiceException s3(Breach breach) {
        if (!breach.isMissing() && S3_MEMBERS.containsKey(breach.member())) {
            return S3_MEMBERS.get(breach.member());
        } else if (breach.inDocument()) {
            return s3(
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our published schema");
        }
        return s3("InvalidArgument", "Invalid " + breach.member());
    }

    private static AwsServiceException s3(String code, String message) {
        return Refusals.of(code, 400, message);
    }

    /** github.com/jenkins-x/jx/issues/1344, github.com/aws/aws-dotnet-deploy/issues/549. */
    private static AwsServiceException ecr(Breach breach) {
        String constraint = breach.constraint().startsWith("Member must satisfy constraint")
                ? breach.constraint()
                : breach.constraint()
                        .replaceFirst("^Member ", "")
                        .replaceFirst("regular expression pattern: (.*)$", "regular expression '$1'");
        return Refusals.of(
                "InvalidParameterException",
                400,
                "Invalid parameter at '" + breach.path() + "' failed to satisfy constraint: '" + constraint + "'");
    }

    /** github.com/sul-dlss/dlme/issues/432. */
    private static AwsServiceException sns(List<Breach> breaches) {
        Breach first = breaches.get(0);
        return first.isMissing()
                ? Refusals.of(
                        "InvalidParameter",
                        400,
                        "Invalid parameter: " + first.member() + " Reason: no value for required parameter")
                : common("InvalidParameter", breaches);
    }

    /** moto quotes both: the required parameter of GetMetricData, the state value of SetAlarmState. */
    private static AwsServiceException cloudwatch(List<Breach> breaches) {
        Breach first = breaches.get(0);
        return first.isMissing()
                ? Refusals.of("MissingParameter", 400, "The parameter " + first.member() + " is required.")
                : common("ValidationError", breaches);
    }

    /** A runtime that Lambda does not have is another error than the rest, without the count. */
    private static AwsServiceException lambda(List<Breach> breaches) {
        Breach first = breaches.get(0);
        return breaches.size() == 1 && first.path().equals("runtime")
                ? Refusals.of(
                        "InvalidParameterValueException",
                        400,
                        first.toString().replaceFirst("'(.*?)'", "$1") + " or be a valid ARN")
                : common("ValidationException", breaches);
    }
}
