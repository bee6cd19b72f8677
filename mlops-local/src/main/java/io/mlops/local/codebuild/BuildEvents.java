package io.mlops.local.codebuild;

import io.mlops.local.account.Scope;
import io.mlops.local.call.Cloud;
import io.mlops.local.events.EventBus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codebuild.model.Build;

/** Tells EventBridge that a build began and ended (CodeBuild user guide, "Build notifications input format reference"). */
final class BuildEvents {
    private BuildEvents() {}

    static void follow(Cloud cloud, Scope scope, StoredBuild build) {
        publish(cloud, scope, build.build());
        build.whenEnded(() -> publish(cloud, scope, build.build()));
    }

    private static void publish(Cloud cloud, Scope scope, Build build) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("build-complete", build.buildComplete());
        more.put("build-number", build.buildNumber());
        more.put("initiator", build.initiator());
        more.put("build-start-time", build.startTime().toString());
        more.put("timeout-in-minutes", build.timeoutInMinutes());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("build-status", build.buildStatusAsString());
        detail.put("project-name", build.projectName());
        detail.put("build-id", build.arn());
        detail.put("additional-information", more);
        detail.put("current-phase", build.currentPhase());
        detail.put("version", "1");
        EventBus.of(cloud, scope)
                .publish("aws.codebuild", "CodeBuild Build State Change", List.of(build.arn()), detail);
    }
}
