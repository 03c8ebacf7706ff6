package org.jrunc.core.compile;

/**
 * The resctrl file system of this host: Documentation/filesystems/resctrl.rst of the kernel.
 *
 * @param mountPoint where it is mounted
 * @param cache whether it allocates L3 cache
 * @param bandwidth whether it allocates memory bandwidth
 * @param monitoring whether it monitors
 */
public record ResctrlFacts(
    String mountPoint, boolean cache, boolean bandwidth, boolean monitoring) {}
