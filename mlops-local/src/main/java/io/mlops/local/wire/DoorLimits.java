package io.mlops.local.wire;

/**
 * What a client may take of the JDK's HTTP server: which bounds its connections and the time of a request by system
 * properties, read once when its first server is made. A property that is already set stays as it is.
 */
public final class DoorLimits {
    private DoorLimits() {}

    /** Sets the limits, before the first server is made. */
    public static void apply() {
        // Without it each answer waits some 40 ms for Nagle's algorithm.
        set("sun.net.httpserver.nodelay", "true");
        // Header and body in five minutes, which 1 GiB takes at 4 MB/s: a client that trickles is cut off.
        set("sun.net.httpserver.maxReqTime", "300");
        // The largest request of AWS's has some 60 headers; S3 allows 8 KB of them.
        set("sun.net.httpserver.maxReqHeaders", "200");
        set("sun.net.httpserver.maxReqHeaderSize", "65536");
        // A connection has one request at a time, so this bounds the requests and their threads too.
        set("jdk.httpserver.maxConnections", "1024");
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
