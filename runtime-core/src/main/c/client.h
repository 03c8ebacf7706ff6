/*
 * The client: what callers run. It passes its arguments, environment and descriptors to an engine
 * and then does what only a process of the caller's own can do: fork, write, relay, exit.
 *
 * Functions return 0 or a number, or -errno. The engine's death is -ECONNRESET.
 */
#ifndef JRUNC_CLIENT_H
#define JRUNC_CLIENT_H

#include "protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <mntent.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

struct client {
    int engine;         /* the connection */
    const char *command;
    bool found_engine;  /* it ran before this command */
    bool owns_children; /* every child of this process is one it spawned */
};

/* An order as it arrived. The descriptors are closed once it is carried out. */
struct message {
    struct order order;
    char bytes[PROTOCOL_MAX_INLINE];
    int fds[PROTOCOL_MAX_FDS];
    int fd_count;
};

/* message.c */
int receive_order(int engine, struct message *message);
void close_descriptors(struct message *message);
int send_reply(int engine, struct reply reply);
int send_with_descriptors(int engine, struct iovec bytes, const int *fds, int count);
int write_fully(int fd, const char *bytes, size_t size);
/* One line on stderr; `object` may be missing, `error` 0. */
_Noreturn void die(const struct client *client, const char *what, const char *object, int error);

/* connect.c: a connected engine in client->engine, or no return */
void connect_engine(struct client *client);
/* launch.c: starts an engine that finds `socket` as descriptor 3, or does not return */
void launch_engine(
    const struct client *client, const char *installation, int socket, const char *mode);
/* spawn.c: start() gives the pid of a child that runs `child`; spawn and run answer orders */
pid_t start(int (*child)(void *), void *argument);
int wait_for(pid_t pid);
void reset_signals(void);
int spawn(struct client *client, struct message *message);
int run(struct client *client, struct message *message);
/* relay.c: answers ATTACH */
int attach(struct client *client, struct message *message);

enum { CLOSE_NOW = 0, CLOSE_ON_EXEC = 1 << 2 };

/* close_range(2), for which not every libc has a function. */
static inline int close_from(int first, int when) {
    return (int) syscall(SYS_close_range, first, ~0U, when);
}

static inline uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000000000 + (uint64_t) now.tv_nsec;
}

static inline void close_at_exit_of_scope(int *fd) {
    if (*fd >= 0) close(*fd);
}

#define cleanup_close __attribute__((cleanup(close_at_exit_of_scope)))

#endif
