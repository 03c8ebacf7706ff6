/*
 * The protocol between client and engine: SOCK_SEQPACKET messages over AF_UNIX, descriptors by
 * SCM_RIGHTS. The client asks once, then obeys orders, one at a time, until EXIT.
 *
 *     client                                                     engine
 *       |  request + [payload, stdin, stdout, stderr] ------------>|
 *       |                                                          |
 *       |<------------ SPAWN base, n + [executor, layout fds...]   |
 *       |  SPAWNED pid | error ----------------------------------->|
 *       |<------------ RUN timeout, ... + [payload, in, out]       |
 *       |  RAN wait status, timed out? | error ------------------->|
 *       |<------------ WRITE 1|2, bytes                            |   (no answer)
 *       |<------------ ATTACH pid [+ pty master]                   |
 *       |  EXITED wait status ------------------------------------>|
 *       |<------------ EXIT code                                   |   (no answer)
 *
 * End of file is how either side learns that the other died. A client that loses its engine kills
 * and reaps what it spawned; an engine that loses its client undoes what it made.
 *
 * A client whose request was never read (ECONNRESET before the first order) asks again. So an engine
 * that ends for being idle first unlinks its socket, then accepts who is still queued, then exits:
 * from the unlink on, new clients start a new engine, and the path is not the old one's any more.
 * The Java side is org.jrunc.core.engine and org.jrunc.core.launch; a test compares every number.
 */
#ifndef JRUNC_PROTOCOL_H
#define JRUNC_PROTOCOL_H

#include <stddef.h>
#include <stdint.h>

#define PROTOCOL_MAGIC UINT32_C(0x5152524a) /* "JRRQ" */
#define PROTOCOL_VERSION UINT32_C(1)

enum {
    PROTOCOL_MAX_INLINE = 32768, /* bytes after an order */
    PROTOCOL_MAX_FDS = 64,       /* descriptors with one order */
    ENGINE_LISTEN_FD = 3,        /* listening socket, or the connected one with --oneshot */
};

enum request_flag {
    REQUEST_STDIN_CLOSED = 1 << 0, /* was closed and is /dev/null now */
    REQUEST_STDOUT_CLOSED = 1 << 1,
    REQUEST_STDERR_CLOSED = 1 << 2,
    REQUEST_STDERR_TERMINAL = 1 << 3,
    REQUEST_STDOUT_TERMINAL = 1 << 4,
    REQUEST_STDIN_TERMINAL = 1 << 5,
};

/*
 * The payload memfd holds argc arguments, envc environment strings and the working directory, each
 * ended by a NUL; the directory is empty if getcwd failed.
 */
struct request {
    uint32_t magic, version;
    uint32_t argc, envc, payload_size;
    uint32_t flags;
    int32_t umask;
    uint32_t reserved;
    uint64_t started_ns; /* CLOCK_MONOTONIC when the client began */
};

/*
 * SPAWN   args: base, number of layout fds. fds: executor memfd, then the layout, which becomes
 *         base, base+1 (the program), ... in the executor. It keeps the client's 0..base-1, and has
 *         nothing above the layout, default dispositions and an empty mask.
 * RUN     args: timeout in ms (0: none), argc, envc, payload size. fds: payload, stdin, stdout,
 *         stderr. Payload: path, argc arguments, envc environment strings, working directory
 *         (empty: the client's), each ended by a NUL.
 * WRITE   args: 1 or 2. Inline: the bytes. No answer.
 * ATTACH  args: pid, a child or one that becomes a child. fds: pty master if ORDER_RELAY_TERMINAL;
 *         it has passed newlines unchanged (no ONLCR) since before the container ran.
 * EXIT    args: exit code. No answer.
 */
enum order_type {
    ORDER_SPAWN = 1,
    ORDER_RUN = 2,
    ORDER_WRITE = 3,
    ORDER_ATTACH = 4,
    ORDER_EXIT = 5,
};

enum order_flag {
    ORDER_SUBREAPER = 1 << 0,      /* SPAWN: become child subreaper first */
    ORDER_RELAY_TERMINAL = 1 << 0, /* ATTACH */
};

struct order {
    uint32_t type, flags;
    int32_t args[6];
    uint32_t length; /* inline bytes that follow */
    uint32_t reserved;
};

enum reply_type {
    REPLY_SPAWNED = 1, /* value: pid, or error */
    REPLY_RAN = 2,     /* value: wait status, or error if it could not be executed */
    REPLY_EXITED = 4,  /* value: wait status, or error */
};

enum reply_flag { REPLY_TIMED_OUT = 1 << 0 }; /* RAN: it was killed for that */

struct reply {
    uint32_t type, flags;
    int32_t value;
    int32_t error; /* errno, 0 if none */
};

/* test/c/layout_check.c asserts the offsets. */
_Static_assert(sizeof(struct request) == 40, "request");
_Static_assert(sizeof(struct order) == 40, "order");
_Static_assert(sizeof(struct reply) == 16, "reply");

#endif
