package io.mlops.spec;

import java.util.List;

/**
 * A network of the team's.
 *
 * @param subnets 1 to 16 subnet ids
 * @param securityGroups 1 to 5 security group ids
 */
public record Vpc(List<String> subnets, List<String> securityGroups) {
    /** Copies the lists. */
    public Vpc {
        subnets = List.copyOf(subnets);
        securityGroups = List.copyOf(securityGroups);
    }
}
