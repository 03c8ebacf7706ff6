package org.jrunc.core.criu;

/** Where {@code criu page-server} listens. */
public record PageServer(String address, int port) {}
