package io.mlops.local.iam;

import io.mlops.local.call.Call;
import io.mlops.local.call.HonouredMembers;
import io.mlops.local.call.Page;
import io.mlops.local.iam.policy.ConditionKeys;
import io.mlops.local.iam.policy.Decision;
import io.mlops.local.iam.policy.Evaluation;
import io.mlops.local.iam.policy.Policies;
import io.mlops.local.iam.policy.Policies.ResourcePolicy;
import io.mlops.local.iam.policy.Policy;
import io.mlops.local.iam.policy.Principal;
import io.mlops.local.iam.policy.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PermissionsBoundaryDecisionDetail;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;
import software.amazon.awssdk.services.iam.model.Statement;

/**
 * Tells what a role's policies say to actions on resources (IAM API, SimulatePrincipalPolicy): the same evaluation as of a
 * call, but for the policies of resources, which are not looked at.
 */
final class Simulation {
    private static final Set<String> HONOURED = Set.of(
            "PolicySourceArn",
            "PolicyInputList",
            "ActionNames",
            "ResourceArns",
            "ContextEntries",
            "MaxItems",
            "Marker");
    private static final Pattern ENTITY = Pattern.compile("arn:aws[\\w-]*:iam::\\d{12}:(role|user|group)/.+");
    private static final Pattern ACTION = Pattern.compile("[\\w-]+:[\\w*]+");

    private final Call call;
    private final Roles roles;

    Simulation(Call call, Roles roles) {
        this.call = call;
        this.roles = roles;
    }

    SimulatePrincipalPolicyResponse of(SimulatePrincipalPolicyRequest request) {
        HonouredMembers.others(request, HONOURED).stream().findFirst().ifPresent(member -> {
            throw IamErrors.invalid("mlops-local does not support " + member + ", see docs/local/supported.md");
        });
        for (String action : request.actionNames()) {
            if (!ACTION.matcher(action).matches()) {
                throw IamErrors.invalid("Invalid Action Name: " + action);
            }
        }
        StoredRole.State role = role(request.policySourceArn());
        Policies policies = policies(request, role);
        List<EvaluationResult> results = new ArrayList<>();
        List<String> resources = request.hasResourceArns() ? request.resourceArns() : List.of("*");
        for (String action : request.actionNames()) {
            resources.forEach(resource -> results.add(result(
                    new Request(principal(role), action, resource, keys(request.contextEntries(), role)), policies)));
        }
        Page<EvaluationResult> page = Page.of(results, request.marker(), request.maxItems(), IamErrors::wrongMarker);
        return SimulatePrincipalPolicyResponse.builder()
                .evaluationResults(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private StoredRole.State role(String arn) {
        if (!ENTITY.matcher(arn).matches()) {
            throw IamErrors.invalid("Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
        }
        return roles.byArn(arn)
                .flatMap(stored -> Roles.effective(call.cloud(), arn))
                .orElseThrow(() -> IamErrors.noSuchEntity("Entity not found: " + arn));
    }

    private Policies policies(SimulatePrincipalPolicyRequest request, StoredRole.State role) {
        List<Policy> identity = new ArrayList<>(Documents.ofRole(call.cloud(), roles.accountId(), role));
        for (int i = 0; i < request.policyInputList().size(); i++) {
            String document = request.policyInputList().get(i);
            PolicyRules.ofIdentity(document).ifPresent(fault -> {
                throw IamErrors.invalid("Invalid Policy Document: " + fault);
            });
            identity.add(Documents.read("PolicyInputList." + (i + 1), document));
        }
        return new Policies(
                identity,
                Documents.boundary(call.cloud(), roles.accountId(), role),
                List.of(),
                new ResourcePolicy(roles.accountId(), Optional.empty(), false));
    }

    private static Principal principal(StoredRole.State role) {
        return Principal.aws(
                role.role().arn(), role.role().roleId(), Optional.of(role.role().arn()));
    }

    /** What the caller supplies, and what is known of the role; nothing of a call, since there is none. */
    private static ConditionKeys keys(List<ContextEntry> entries, StoredRole.State role) {
        Map<String, List<String>> keys = new HashMap<>();
        keys.put("aws:PrincipalArn", List.of(role.role().arn()));
        role.role().tags().forEach(tag -> keys.put("aws:PrincipalTag/" + tag.key(), List.of(tag.value())));
        entries.forEach(entry -> keys.put(entry.contextKeyName(), entry.contextKeyValues()));
        return ConditionKeys.of(keys);
    }

    private static EvaluationResult result(Request request, Policies policies) {
        Decision decision = Evaluation.of(request, policies);
        EvaluationResult.Builder result = EvaluationResult.builder()
                .evalActionName(request.action())
                .evalResourceName(request.resource())
                .evalDecision(type(decision))
                .missingContextValues(List.of())
                .matchedStatements(Stream.ofNullable(decision.deciding().orElse(null))
                        .map(deciding -> Statement.builder()
                                .sourcePolicyId(deciding.policy())
                                .build())
                        .toList());
        policies.boundary()
                .ifPresent(
                        boundary -> result.permissionsBoundaryDecisionDetail(PermissionsBoundaryDecisionDetail.builder()
                                .allowedByPermissionsBoundary(decision.source() != Decision.Source.BOUNDARY)
                                .build()));
        return result.build();
    }

    private static PolicyEvaluationDecisionType type(Decision decision) {
        if (decision.isAllowed()) {
            return PolicyEvaluationDecisionType.ALLOWED;
        }
        return decision.deciding().isPresent()
                ? PolicyEvaluationDecisionType.EXPLICIT_DENY
                : PolicyEvaluationDecisionType.IMPLICIT_DENY;
    }
}
