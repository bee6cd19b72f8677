package io.mlops.local.ssm;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.call.Refusals;
import io.mlops.local.kms.Keys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import software.amazon.awssdk.services.ssm.model.HierarchyLevelLimitExceededException;
import software.amazon.awssdk.services.ssm.model.InvalidAllowedPatternException;
import software.amazon.awssdk.services.ssm.model.InvalidKeyIdException;
import software.amazon.awssdk.services.ssm.model.ParameterPatternMismatchException;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/** What Parameter Store refuses in a parameter, in its words. */
final class ParameterRules {
    private static final int STANDARD = 4096;
    private static final int ADVANCED = 8192;
    private static final int MOST_LEVELS = 15;

    private ParameterRules() {}

    static void check(PutParameterRequest request, Cloud cloud, Scope scope) {
        checkName(request.name());
        if (Boolean.TRUE.equals(request.overwrite()) && !request.tags().isEmpty()) {
            throw Refusals.validation(
                    "Invalid request: tags and overwrite can't be used together. To create a parameter"
                            + " with tags, please remove overwrite flag. To update tags for an existing parameter, please use"
                            + " AddTagsToResource or RemoveTagsFromResource.");
        } else if (request.policies() != null) {
            throw Refusals.validation("Policies are not honoured by this emulator: leave them out");
        } else if (request.dataType() != null && !request.dataType().equals("text")) {
            throw Refusals.validation("DataType " + request.dataType() + " is not honoured by this emulator: text is");
        } else if (request.keyId() != null && request.type() != ParameterType.SECURE_STRING) {
            throw Refusals.validation("KeyId is required for SecureString type parameter only.");
        } else if (request.keyId() != null && !Keys.of(cloud, scope).has(request.keyId())) {
            throw InvalidKeyIdException.builder()
                    .message("Invalid keyId " + request.keyId())
                    .build();
        }
        checkPattern(request);
    }

    private static void checkName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean path = name.startsWith("/");
        if (path && lower.startsWith("/aws")) {
            throw Refusals.of("AccessDeniedException", 400, "No access to reserved parameter name: " + name + ".");
        } else if (!path && (lower.startsWith("aws") || lower.startsWith("ssm"))) {
            throw Refusals.validation("Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
        } else if (!name.matches("[a-zA-Z0-9_.\\-/]+") || lower.startsWith("/ssm")) {
            throw Refusals.validation(
                    "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a"
                            + " path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix"
                            + " of letters, numbers and the following 3 symbols .-_");
        } else if (!path && name.contains("/")) {
            throw Refusals.validation("Parameter name must be a fully qualified name.");
        } else if (name.chars().filter(c -> c == '/').count() > MOST_LEVELS) {
            throw HierarchyLevelLimitExceededException.builder()
                    .message("A hierarchy can have a maximum of 15 levels.")
                    .build();
        }
    }

    private static void checkPattern(PutParameterRequest request) {
        if (request.allowedPattern() == null) {
            return;
        }
        try {
            if (!Pattern.matches(request.allowedPattern(), request.value())) {
                throw ParameterPatternMismatchException.builder()
                        .message("Parameter value, cannot be validated against allowedPattern: "
                                + request.allowedPattern())
                        .build();
            }
        } catch (PatternSyntaxException e) {
            throw InvalidAllowedPatternException.builder()
                    .message("The request does not meet the regular expression requirement: " + e.getDescription())
                    .build();
        }
    }

    /** The tier that a value ends in; from the advanced one there is no way back. */
    static ParameterTier tier(PutParameterRequest request, List<ParameterTier> earlier) {
        int size = request.value().getBytes(StandardCharsets.UTF_8).length;
        ParameterTier asked = request.tier() == null ? ParameterTier.STANDARD : request.tier();
        boolean advanced = earlier.contains(ParameterTier.ADVANCED);
        if (asked == ParameterTier.INTELLIGENT_TIERING) {
            asked = size > STANDARD || advanced ? ParameterTier.ADVANCED : ParameterTier.STANDARD;
        }
        if (asked == ParameterTier.STANDARD && advanced) {
            throw Refusals.validation("This parameter uses the advanced-parameter tier. You can't downgrade a parameter"
                    + " from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete"
                    + " the advanced parameter and recreate it as a standard parameter.");
        } else if (asked == ParameterTier.STANDARD && size > STANDARD) {
            throw Refusals.validation(
                    "Standard tier parameters support a maximum parameter value of 4096 characters. To"
                            + " create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For"
                            + " more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/"
                            + "parameter-store-advanced-parameters.html");
        } else if (size > ADVANCED) {
            throw Refusals.validation("Advanced tier parameters support a maximum parameter value of 8192 characters.");
        }
        return asked;
    }
}
