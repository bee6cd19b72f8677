package io.mlops.local.iam;

import io.mlops.local.call.Call;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.*;

/** IAM: the table of its operations, each of which one of its parts serves. */
public final class LocalIam implements IamClient {
    private final RoleCalls roleCalls;
    private final RolePolicyCalls rolePolicies;
    private final PolicyCalls policies;
    private final Simulation simulation;

    /**
     * Serves one call.
     *
     * @param call the call
     */
    public LocalIam(Call call) {
        Roles roles = Roles.of(call.cloud(), call.caller().accountId());
        this.roleCalls = new RoleCalls(call, roles);
        this.rolePolicies = new RolePolicyCalls(call, roles, roleCalls);
        this.policies = new PolicyCalls(call, roles);
        this.simulation = new Simulation(call, roles);
    }

    @Override
    public String serviceName() {
        return "iam";
    }

    @Override
    public void close() {}

    @Override
    public CreateRoleResponse createRole(CreateRoleRequest request) {
        return roleCalls.create(request, rolePolicies);
    }

    @Override
    public GetRoleResponse getRole(GetRoleRequest request) {
        return roleCalls.get(request);
    }

    @Override
    public ListRolesResponse listRoles(ListRolesRequest request) {
        return roleCalls.list(request);
    }

    @Override
    public DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
        return roleCalls.delete(request);
    }

    @Override
    public UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(UpdateAssumeRolePolicyRequest request) {
        return roleCalls.updateTrust(request);
    }

    @Override
    public UpdateRoleResponse updateRole(UpdateRoleRequest request) {
        return roleCalls.update(request);
    }

    @Override
    public TagRoleResponse tagRole(TagRoleRequest request) {
        return roleCalls.tag(request);
    }

    @Override
    public UntagRoleResponse untagRole(UntagRoleRequest request) {
        return roleCalls.untag(request);
    }

    @Override
    public ListRoleTagsResponse listRoleTags(ListRoleTagsRequest request) {
        return roleCalls.tags(request);
    }

    @Override
    public ListInstanceProfilesForRoleResponse listInstanceProfilesForRole(ListInstanceProfilesForRoleRequest request) {
        return roleCalls.instanceProfiles(request);
    }

    @Override
    public PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
        return rolePolicies.put(request);
    }

    @Override
    public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
        return rolePolicies.get(request);
    }

    @Override
    public DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
        return rolePolicies.delete(request);
    }

    @Override
    public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
        return rolePolicies.list(request);
    }

    @Override
    public AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request) {
        return rolePolicies.attach(request);
    }

    @Override
    public DetachRolePolicyResponse detachRolePolicy(DetachRolePolicyRequest request) {
        return rolePolicies.detach(request);
    }

    @Override
    public ListAttachedRolePoliciesResponse listAttachedRolePolicies(ListAttachedRolePoliciesRequest request) {
        return rolePolicies.listAttached(request);
    }

    @Override
    public PutRolePermissionsBoundaryResponse putRolePermissionsBoundary(PutRolePermissionsBoundaryRequest request) {
        return rolePolicies.putBoundary(request);
    }

    @Override
    public DeleteRolePermissionsBoundaryResponse deleteRolePermissionsBoundary(
            DeleteRolePermissionsBoundaryRequest request) {
        return rolePolicies.deleteBoundary(request);
    }

    @Override
    public CreatePolicyResponse createPolicy(CreatePolicyRequest request) {
        return policies.create(request);
    }

    @Override
    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        return policies.get(request);
    }

    @Override
    public GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest request) {
        return policies.getVersion(request);
    }

    @Override
    public DeletePolicyResponse deletePolicy(DeletePolicyRequest request) {
        return policies.delete(request);
    }

    @Override
    public SimulatePrincipalPolicyResponse simulatePrincipalPolicy(SimulatePrincipalPolicyRequest request) {
        return simulation.of(request);
    }
}
