package io.mlops.local.iam;

import io.mlops.local.account.Caller;
import io.mlops.local.call.Authorization;
import io.mlops.local.call.Authorizer;
import io.mlops.local.call.Call;
import io.mlops.local.call.Operation;
import io.mlops.local.iam.policy.ConditionKeys;
import io.mlops.local.iam.policy.Decision;
import io.mlops.local.iam.policy.Evaluation;
import io.mlops.local.iam.policy.Policies;
import io.mlops.local.iam.policy.Policies.ResourcePolicy;
import io.mlops.local.iam.policy.Principal;
import io.mlops.local.iam.policy.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;

/** Answers what calls ask of IAM by the policies of callers and resources. */
public final class IamAuthorizer implements Authorizer {
    private final PermissionTable table = new PermissionTable();
    private final boolean isEnforcing;
    private final Resources resources;
    private final PolicyUsage usage;

    /**
     * Makes the authorizer.
     *
     * @param isEnforcing whether calls are refused, or only answered
     * @param resources tells of the services' resources
     * @param usage is told of what was decided
     */
    public IamAuthorizer(boolean isEnforcing, Resources resources, PolicyUsage usage) {
        this.isEnforcing = isEnforcing;
        this.resources = resources;
        this.usage = usage;
    }

    @Override
    public List<Authorization> authorize(Call call, Operation operation, SdkRequest request) {
        return answers(call, table.questions(call, operation, request), Optional.empty());
    }

    @Override
    public List<Authorization> authorizeToKnow(Call call, Operation operation, SdkRequest request, String error) {
        return answers(call, table.questions(call, operation, request), Optional.of(error));
    }

    private List<Authorization> answers(Call call, List<Question> questions, Optional<String> hidden) {
        return questions.stream()
                .filter(question -> question.hides().equals(hidden))
                .filter(question -> !Denials.isOfNothing(call, question, resources))
                .map(question -> answer(call, question))
                .toList();
    }

    @Override
    public Optional<AwsServiceException> refusal(Operation operation, List<Authorization> answers) {
        return Denials.isByPart(operation)
                ? Optional.empty()
                : denied(answers).findFirst().map(answer -> Denials.of(operation, answer));
    }

    @Override
    public Map<String, AwsServiceException> refusals(Operation operation, List<Authorization> answers) {
        return Denials.isByPart(operation)
                ? denied(answers)
                        .collect(Collectors.toMap(
                                Authorization::resource, answer -> Denials.of(operation, answer), (one, same) -> one))
                : Map.of();
    }

    private Stream<Authorization> denied(List<Authorization> answers) {
        return answers.stream().filter(answer -> isEnforcing && answer.decision() == Authorization.Decision.DENIED);
    }

    private Authorization answer(Call call, Question question) {
        Caller caller = call.caller();
        Principal principal = caller.arn().startsWith("arn:")
                ? Principal.aws(caller.arn(), caller.userId(), caller.roleArn())
                : Principal.service(caller.arn(), caller.accountId());
        Optional<StoredRole.State> role = caller.roleArn()
                .flatMap(arn -> Roles.effective(call.cloud(), arn))
                .filter(state -> caller.userId().startsWith(state.role().roleId() + ":"));
        Optional<Resources.Resource> resource = resources.find(
                call,
                question.resource(),
                Optional.ofNullable(question.keys().get("s3:versionid")).map(ids -> ids.get(0)));
        String owner = resource.map(Resources.Resource::accountId).orElseGet(() -> owner(question.resource(), caller));
        Request request = new Request(
                principal,
                question.action(),
                question.resource(),
                ConditionKeys.of(question.keys())
                        .or(key -> CallKeys.of(call, principal, role).of(key))
                        .or(key -> resourceKeys(resource, owner).of(key)));
        Policies policies = new Policies(
                role.map(state -> Documents.ofRole(call.cloud(), caller.accountId(), state))
                        .orElse(List.of()),
                role.flatMap(state -> Documents.boundary(call.cloud(), caller.accountId(), state)),
                caller.sessionPolicies().entrySet().stream()
                        .map(policy -> Documents.read(policy.getKey(), policy.getValue()))
                        .toList(),
                resourcePolicy(call, question, resource, owner));
        Decision decision = Denials.exceptForOwner(principal, question, Evaluation.of(request, policies));
        usage.decided(caller.roleArn(), policies, request, decision);
        return answer(
                call,
                question,
                decision.isAllowed() ? Authorization.Decision.ALLOWED : Authorization.Decision.DENIED,
                decision.deciding().map(Decision.Deciding::toString),
                decision.isAllowed() ? "" : decision.reason(question.action()));
    }

    private static ConditionKeys resourceKeys(Optional<Resources.Resource> resource, String owner) {
        Map<String, List<String>> keys = new HashMap<>();
        resource.ifPresent(found -> found.keys().get().forEach((key, value) -> keys.put(key, List.of(value))));
        keys.put("aws:ResourceAccount", List.of(owner));
        return ConditionKeys.of(keys);
    }

    private static String owner(String resource, Caller caller) {
        String[] parts = resource.split(":", 6);
        return parts.length == 6 && parts[4].matches("\\d{12}") ? parts[4] : caller.accountId();
    }

    private static ResourcePolicy resourcePolicy(
            Call call, Question question, Optional<Resources.Resource> resource, String owner) {
        if (question.action().startsWith("sts:")) {
            return Roles.effective(call.cloud(), question.resource())
                    .map(state -> Documents.trust(state.role()))
                    .orElseGet(() -> new ResourcePolicy(owner, Optional.empty(), true));
        }
        return new ResourcePolicy(
                owner,
                resource.flatMap(Resources.Resource::policy)
                        .map(document -> Documents.read("policy of " + question.resource(), document)),
                resource.map(Resources.Resource::isPolicyRequired).orElse(false));
    }

    static Authorization answer(
            Call call, Question question, Authorization.Decision decision, Optional<String> statement, String reason) {
        return new Authorization(
                call.caller().arn(),
                question.action(),
                question.resource(),
                question.keys().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, key -> String.join(",", key.getValue()))),
                decision,
                statement,
                reason);
    }
}
