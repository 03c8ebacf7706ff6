package org.jrunc.spec.events;

/**
 * Processor time.
 *
 * @param usage time used
 * @param throttling time waited for want of quota
 */
public record CpuStatistics(CpuUsage usage, Throttling throttling) {}
