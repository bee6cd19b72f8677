package io.mlops.local.iam;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The forms in which a request may name a resource, brought to the part that an ARN has. */
final class ResourceForm {
    private final Call call;

    ResourceForm(Call call) {
        this.call = call;
    }

    /**
     * Brings a member's value into a form.
     *
     * @param form its name in {@code permissions.txt}
     * @param value the value; empty where it is absent
     * @return what stands for it; empty where nothing does
     */
    Optional<String> of(String form, Optional<String> value) {
        return switch (form) {
            case "path" -> Optional.of(value.orElse("/"));
            case "optional" -> Optional.of(value.orElse(""));
            case "busname" -> Optional.of(value.map(ResourceForm::last).orElse("default"));
            case "bus" ->
                Optional.of(value.map(ResourceForm::last)
                        .filter(bus -> !bus.equals("default"))
                        .map(bus -> bus + "/")
                        .orElse(""));
            case "version" ->
                value.filter(text -> text.contains("?versionId=")).map(text -> text.split("\\?versionId=", 2)[1]);
            default -> value.map(text -> present(form, text));
        };
    }

    private String present(String form, String text) {
        return switch (form) {
            case "role" -> role(text);
            case "last" -> last(text);
            case "function" -> function(text);
            case "project" -> last(text).split(":", 2)[0];
            case "reportgroup" -> text.replaceFirst(":report/([^:]*).*", ":report-group/$1");
            case "lower" -> lower(last(text));
            case "package" -> arn("sagemaker", "model-package/", isArn(text) ? text : lower(text));
            case "packagegroup" -> arn("sagemaker", "model-package-group/", isArn(text) ? text : lower(text));
            case "model" -> arn("sagemaker", "model/", isArn(text) ? text : lower(text));
            case "key" -> arn("kms", text.startsWith("alias/") ? "" : "key/", text);
            case "loggroup" ->
                text.replaceFirst("^arn:[^:]*:logs:[^:]*:[^:]*:log-group:", "").replaceFirst(":\\*$", "");
            case "parameter" -> text.replaceFirst("^arn:.*:parameter/", "").replaceFirst("^/", "");
            case "source" -> source(text);
            case "sourcebucket" -> source(text).split("/", 2)[0];
            default -> throw new IllegalStateException("permissions.txt names a form that is not known: " + form);
        };
    }

    /** A role's ARN has its path, which only IAM knows. */
    private String role(String name) {
        Roles roles = Roles.of(call.cloud(), call.caller().accountId());
        synchronized (roles) {
            return Optional.ofNullable(roles.byName().get(name))
                    .map(stored -> stored.role().arn())
                    .orElse("arn:aws:iam::" + roles.accountId() + ":role/" + name);
        }
    }

    private String arn(String service, String prefix, String text) {
        return isArn(text) ? text : new Scope(call.caller().accountId(), call.region()).arn(service, prefix + text);
    }

    private static boolean isArn(String text) {
        return text.startsWith("arn:");
    }

    /** SageMaker's ARNs have names in lower case, whatever a request writes. */
    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** A name, an ARN, or {@code account:function:name}; a qualifier, as {@code $LATEST}, is not a name's part. */
    private static String function(String text) {
        String name = text.substring(text.lastIndexOf(":function:") < 0 ? 0 : text.lastIndexOf(":function:") + 10);
        return name.split(":", 2)[0];
    }

    private static String last(String text) {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** Takes apart {@code [/]bucket/key[?versionId=id]}, which is percent-encoded. */
    private static String source(String text) {
        String path = text.split("\\?versionId=", 2)[0];
        try {
            path = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Refused later, as S3 does.
        }
        return path.startsWith("/") ? path.substring(1) : path;
    }
}
