package io.mlops.local.sns;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A topic.
 *
 * @param arn its ARN
 * @param attributes what it was made with
 * @param tags by key
 * @param subscriptions in the order in which they came
 */
record Topic(String arn, Map<String, String> attributes, Map<String, String> tags, List<Subscription> subscriptions) {
    /** Makes a list that subscriptions can be added to. */
    Topic {
        attributes = Map.copyOf(attributes);
        tags = Map.copyOf(tags);
        subscriptions = new CopyOnWriteArrayList<>(subscriptions);
    }

    /**
     * A subscription.
     *
     * @param arn its ARN
     * @param protocol as {@code lambda}
     * @param endpoint a function's ARN, or an address
     */
    record Subscription(String arn, String protocol, String endpoint) {
        /** Says whether it waits for a person to follow a link, which never comes here. */
        boolean isPending() {
            return !protocol.equals("lambda");
        }
    }

    String name() {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    long pending() {
        return subscriptions.stream().filter(Subscription::isPending).count();
    }
}
