package org.jrunc.core.linux;

/** Who connected a socket, as the kernel recorded it then: SO_PEERCRED in unix(7). */
public record Peer(int pid, int uid, int gid) {}
