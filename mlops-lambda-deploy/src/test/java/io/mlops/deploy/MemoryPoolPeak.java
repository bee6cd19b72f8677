package io.mlops.deploy;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** How much the heap grew at most since a moment. */
final class MemoryPoolPeak {
    private final List<MemoryPoolMXBean> pools;
    private final long before;

    private MemoryPoolPeak(List<MemoryPoolMXBean> pools) {
        this.pools = pools;
        this.before =
                pools.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
    }

    static MemoryPoolPeak begin() {
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        System.gc();
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        return new MemoryPoolPeak(pools);
    }

    /** In bytes. */
    long grown() {
        return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() - before;
    }
}
