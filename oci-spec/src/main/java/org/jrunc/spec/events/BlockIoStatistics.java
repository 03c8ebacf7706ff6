package org.jrunc.spec.events;

import java.util.List;
import org.jrunc.spec.json.Fields;

/**
 * Input and output on block devices, of a cgroup and all below it.
 *
 * @param ioServiceBytesRecursive bytes
 * @param ioServicedRecursive operations
 * @param ioQueueRecursive operations that wait
 * @param ioServiceTimeRecursive time the devices took
 * @param ioWaitTimeRecursive time waited
 * @param ioMergedRecursive operations that were merged
 * @param ioTimeRecursive time the devices were held
 * @param sectorsRecursive sectors
 */
public record BlockIoStatistics(
    List<BlockIoEntry> ioServiceBytesRecursive,
    List<BlockIoEntry> ioServicedRecursive,
    List<BlockIoEntry> ioQueueRecursive,
    List<BlockIoEntry> ioServiceTimeRecursive,
    List<BlockIoEntry> ioWaitTimeRecursive,
    List<BlockIoEntry> ioMergedRecursive,
    List<BlockIoEntry> ioTimeRecursive,
    List<BlockIoEntry> sectorsRecursive) {
  public BlockIoStatistics {
    ioServiceBytesRecursive = Fields.orEmpty(ioServiceBytesRecursive);
    ioServicedRecursive = Fields.orEmpty(ioServicedRecursive);
    ioQueueRecursive = Fields.orEmpty(ioQueueRecursive);
    ioServiceTimeRecursive = Fields.orEmpty(ioServiceTimeRecursive);
    ioWaitTimeRecursive = Fields.orEmpty(ioWaitTimeRecursive);
    ioMergedRecursive = Fields.orEmpty(ioMergedRecursive);
    ioTimeRecursive = Fields.orEmpty(ioTimeRecursive);
    sectorsRecursive = Fields.orEmpty(sectorsRecursive);
  }
}
