package org.jrunc.core.linux;

/** Who connected a socket, as the kernel recorded it then, or sends a message: unix(7). */
public record Peer(int pid, int uid, int gid) {}
