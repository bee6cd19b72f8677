package io.mlops.local.lambda;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.local.account.Ids;
import io.mlops.local.call.HonouredMembers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.PolicyLengthExceededException;

/** A function's resource policy. Guarded by its own monitor. */
final class FunctionPolicy {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_BYTES = 20_480;
    private static final Set<String> HONOURED = Set.of(
            "FunctionName",
            "StatementId",
            "Action",
            "Principal",
            "SourceArn",
            "SourceAccount",
            "PrincipalOrgID",
            "Qualifier",
            "RevisionId");

    private final Map<String, ObjectNode> statements = new LinkedHashMap<>();
    private String revision = "";

    /** Adds a statement; gives it as JSON. */
    synchronized String add(AddPermissionRequest request, String functionArn, Ids ids) {
        HonouredMembers.others(request, HONOURED).stream().findFirst().ifPresent(member -> {
            throw LambdaErrors.unsupported(member);
        });
        requireRevision(request.revisionId());
        if (statements.containsKey(request.statementId())) {
            throw LambdaErrors.conflict("The statement id (" + request.statementId()
                    + ") provided already exists. Please provide a new statement id, or remove the existing"
                    + " statement.");
        }
        ObjectNode statement = statement(request, functionArn);
        int length = document().toString().length() + statement.toString().length();
        if (length > MOST_BYTES) {
            throw PolicyLengthExceededException.builder()
                    .message("The final policy size (" + length + ") is bigger than the limit (" + MOST_BYTES + ").")
                    .build();
        }
        statements.put(request.statementId(), statement);
        revision = ids.uuid();
        return statement.toString();
    }

    private static ObjectNode statement(AddPermissionRequest request, String functionArn) {
        ObjectNode statement = JSON.createObjectNode();
        statement.put("Sid", request.statementId()).put("Effect", "Allow");
        principal(statement, request.principal());
        statement.put("Action", request.action()).put("Resource", functionArn);
        ObjectNode condition = JSON.createObjectNode();
        if (request.sourceAccount() != null) {
            condition.withObject("/StringEquals").put("AWS:SourceAccount", request.sourceAccount());
        }
        if (request.principalOrgID() != null) {
            condition.withObject("/StringEquals").put("aws:PrincipalOrgID", request.principalOrgID());
        }
        if (request.sourceArn() != null) {
            condition.withObject("/ArnLike").put("AWS:SourceArn", request.sourceArn());
        }
        if (!condition.isEmpty()) {
            statement.set("Condition", condition);
        }
        return statement;
    }

    private static void principal(ObjectNode statement, String principal) {
        if (principal.equals("*")) {
            statement.put("Principal", "*");
        } else if (principal.matches("\\d{12}")) {
            statement.putObject("Principal").put("AWS", "arn:aws:iam::" + principal + ":root");
        } else if (principal.startsWith("arn:")) {
            statement.putObject("Principal").put("AWS", principal);
        } else {
            statement.putObject("Principal").put("Service", principal);
        }
    }

    synchronized void remove(String statementId, @Nullable String wantedRevision, Ids ids) {
        requireRevision(wantedRevision);
        if (statements.remove(statementId) == null) {
            throw LambdaErrors.notFound(
                    statements.isEmpty()
                            ? "No policy is associated with the given resource."
                            : "Statement " + statementId + " is not found in resource policy.");
        }
        revision = ids.uuid();
    }

    private void requireRevision(@Nullable String wanted) {
        if (wanted != null && !wanted.equals(revision)) {
            throw LambdaErrors.stale("GetPolicy");
        }
    }

    /** Gives the policy's document, or null where it has no statement. */
    synchronized @Nullable String json() {
        return statements.isEmpty() ? null : document().toString();
    }

    private ObjectNode document() {
        ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17").put("Id", "default");
        policy.putArray("Statement").addAll(statements.values());
        return policy;
    }

    synchronized String revision() {
        return revision;
    }
}
