package org.jrunc.spec.events;

import org.jrunc.spec.json.JsonName;

/**
 * A network interface.
 *
 * @param name its name
 * @param rxBytes received in bytes
 * @param rxPackets received in packets
 * @param rxErrors received with an error
 * @param rxDropped received and dropped
 * @param txBytes sent in bytes
 * @param txPackets sent in packets
 * @param txErrors sent with an error
 * @param txDropped sent and dropped
 */
public record NetworkInterface(
    @JsonName("Name") String name,
    @JsonName("RxBytes") long rxBytes,
    @JsonName("RxPackets") long rxPackets,
    @JsonName("RxErrors") long rxErrors,
    @JsonName("RxDropped") long rxDropped,
    @JsonName("TxBytes") long txBytes,
    @JsonName("TxPackets") long txPackets,
    @JsonName("TxErrors") long txErrors,
    @JsonName("TxDropped") long txDropped) {}
