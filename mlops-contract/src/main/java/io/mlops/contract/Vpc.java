package io.mlops.contract;

import java.util.List;

/**
 * A network of the team's ({@code VpcConfig}).
 *
 * @param subnets 1 to 16 subnet ids
 * @param securityGroupIds 1 to 5 security group ids
 */
public record Vpc(List<String> subnets, List<String> securityGroupIds) {
    /** Copies the collections. */
    public Vpc {
        subnets = Copies.of(subnets);
        securityGroupIds = Copies.of(securityGroupIds);
    }
}
