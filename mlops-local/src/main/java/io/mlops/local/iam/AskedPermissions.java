package io.mlops.local.iam;

import io.mlops.local.call.Authorization;
import io.mlops.local.call.Authorizer;
import io.mlops.local.call.Call;
import io.mlops.local.call.Operation;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;

/** Says which actions on which resources a call asks for, and consults no policy. */
public final class AskedPermissions implements Authorizer {
    private final PermissionTable table = new PermissionTable();

    /** Reads the table. */
    public AskedPermissions() {}

    @Override
    public List<Authorization> authorize(Call call, Operation operation, SdkRequest request) {
        return table.questions(call, operation, request).stream()
                .filter(question -> question.hides().isEmpty())
                .map(question -> IamAuthorizer.answer(
                        call, question, Authorization.Decision.NOT_EVALUATED, Optional.empty(), ""))
                .toList();
    }
}
