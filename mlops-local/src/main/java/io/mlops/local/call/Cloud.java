package io.mlops.local.call;

import io.mlops.local.account.Caller;
import io.mlops.local.account.Credentials;
import io.mlops.local.account.Ids;
import io.mlops.local.account.Scheduler;
import io.mlops.local.account.Stores;
import io.mlops.local.process.Children;

/**
 * The emulated AWS: what services share, and the way from one service to another.
 *
 * @param settings what the user chose
 * @param scheduler time and waiting
 * @param ids random names
 * @param credentials access keys
 * @param stores the services' state
 * @param children child processes
 * @param services every service
 * @param chain every call's way
 */
public record Cloud(
        Settings settings,
        Scheduler scheduler,
        Ids ids,
        Credentials credentials,
        Stores stores,
        Children children,
        ServiceCatalog services,
        CallChain chain) {
    /**
     * Makes a client for calls from inside the emulator, as when CodePipeline starts a build under its role. They go
     * through the same chain as those from the wire.
     *
     * @param type the SDK's client interface, as {@code CodeBuildClient.class}
     * @param caller who calls
     * @param region the region that is called
     * @param <C> the interface
     * @return the client
     */
    public <C> C client(Class<C> type, Caller caller, String region) {
        return InsideClient.of(this, type, caller, region);
    }
}
