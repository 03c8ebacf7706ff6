/*
 * An engine for the tests of the client: it carries out the request's arguments as a script. Each
 * connection gets a process of its own. It ends when nobody came for a while, and leaves its socket
 * file behind, as an engine that was killed does. Arguments: the executor, and the client's mode.
 *
 *     write FD TEXT     facts    hygiene    engine    sleep MS    die    exit STATUS
 *     spawn SCRIPT      a shell as the executor's program, without a process between
 *     reap SCRIPT       the same as a grandchild that the client becomes the reaper of
 *     terminal SCRIPT   the same on a new pty
 *     attach            wait for it, relaying its terminal; `abandon` die after 600 ms of that
 *     run MS SCRIPT     a hook; `run-file PATH` one without a shell
 *     end-of-file PATH  wait until the client has gone, and make that file
 */
#include "protocol.h"
#include "sample.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum { IDLE_MS = 3000, BASE = 5, SCRIPT_AT = 64, REPORT_AT = 416, CLONE_AT = 432 };

struct session {
    int client;
    int engine_pid;
    const char *executor; /* the file */
    struct request request;
    char **strings; /* arguments, environment, cwd */
    int next;       /* argument to carry out */
    pid_t container;
    int master;
    int sync;
};

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void send_order(
    int client, struct order order, const char *bytes, const int *fds, int count) {
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) * PROTOCOL_MAX_FDS)] = {0};
    struct iovec parts[] = {{&order, sizeof(order)}, {(char *) bytes, order.length}};
    struct msghdr header = {.msg_iov = parts, .msg_iovlen = 2};
    size_t size = sizeof(int) * (size_t) count;

    if (count > 0) {
        header.msg_control = control;
        header.msg_controllen = CMSG_SPACE(size);
        CMSG_FIRSTHDR(&header)->cmsg_level = SOL_SOCKET;
        CMSG_FIRSTHDR(&header)->cmsg_type = SCM_RIGHTS;
        CMSG_FIRSTHDR(&header)->cmsg_len = CMSG_LEN(size);
        memcpy(CMSG_DATA(CMSG_FIRSTHDR(&header)), fds, size);
    }
    if (sendmsg(client, &header, MSG_NOSIGNAL) < 0) fail("sendmsg");
}

static struct reply receive_reply(const struct session *session, uint32_t type) {
    struct reply reply;

    if (read(session->client, &reply, sizeof(reply)) != sizeof(reply))
        exit(1); /* the client has gone */
    if (reply.type != type) fail("reply");
    return reply;
}

__attribute__((format(printf, 3, 4))) static void say(
    const struct session *session, int fd, const char *format, ...) {
    char text[4096];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    send_order(session->client,
        (struct order){.type = ORDER_WRITE, .args = {fd}, .length = (uint32_t) strlen(text)}, text,
        NULL, 0);
}

static void receive_request(struct session *session) {
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) * 4)];
    struct iovec part = {&session->request, sizeof(session->request)};
    struct msghdr header = {.msg_iov = &part,
        .msg_iovlen = 1,
        .msg_control = control,
        .msg_controllen = sizeof(control)};
    size_t count;
    char *payload;
    int fds[4];

    if (recvmsg(session->client, &header, MSG_CMSG_CLOEXEC) != sizeof(session->request) ||
        session->request.magic != PROTOCOL_MAGIC || header.msg_controllen == 0)
        exit(1);
    memcpy(fds, CMSG_DATA(CMSG_FIRSTHDR(&header)), sizeof(fds));
    payload = mmap(NULL, session->request.payload_size, PROT_READ, MAP_PRIVATE, fds[0], 0);
    count = session->request.argc + session->request.envc + 1;
    session->strings = calloc(count, sizeof(char *));
    if (payload == MAP_FAILED || !session->strings) fail("payload");
    for (int i = 0; i < 4; i++)
        close(fds[i]);
    for (size_t i = 0; i < count; i++, payload += strlen(payload) + 1)
        session->strings[i] = payload;
}

static const char *take(struct session *session) {
    return session->next < (int) session->request.argc ? session->strings[session->next++] : "";
}

static void tell_facts(const struct session *session) {
    const struct request *request = &session->request;

    say(session, 1, "flags %u umask %o argc %u cwd %s\n", request->flags,
        (unsigned int) request->umask, request->argc,
        session->strings[request->argc + request->envc]);
    for (uint32_t i = 0; i < request->envc; i++)
        say(session, 1, "env %s\n", session->strings[request->argc + i]);
}

/* What the engine's own process kept of its caller. */
static void tell_hygiene(const struct session *session) {
    char directory[4096], target[4096];
    sigset_t mask;

    say(session, 1, "cwd %s\n", getcwd(directory, sizeof(directory)));
    for (char **variable = environ; *variable; variable++)
        say(session, 1, "env %.*s\n", (int) strcspn(*variable, "="), *variable);
    for (int fd = 0; fd < 3; fd++) {
        char link[32];
        ssize_t size;

        snprintf(link, sizeof(link), "/proc/%d/fd/%d", session->engine_pid, fd);
        size = readlink(link, target, sizeof(target));
        say(session, 1, "fd %d %.*s\n", fd, (int) size, target);
    }
    for (int fd = 4; fd < 100; fd++)
        if (fd != session->client && fcntl(fd, F_GETFD) >= 0)
            say(session, 1, "fd %d is open\n", fd);
    sigprocmask(SIG_SETMASK, NULL, &mask);
    say(session, 1, "session %d usr1 %s %s\n", getsid(0),
        sigismember(&mask, SIGUSR1) ? "blocked" : "open",
        signal(SIGUSR1, SIG_DFL) == SIG_DFL ? "default" : "ignored");
}

static int memfd_of(const void *bytes, size_t size) {
    int fd = memfd_create("file", MFD_CLOEXEC);

    if (fd < 0 || write(fd, bytes, size) != (ssize_t) size) fail("memfd");
    return fd;
}

static int executor(const char *path) {
    char bytes[1 << 16];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = read(file, bytes, sizeof(bytes));

    if (size < 0) fail("executor");
    close(file);
    return memfd_of(bytes, (size_t) size);
}

/* sh -c SCRIPT, in this process or in a clone of it. */
static struct sample shell(const char *script, int cloned) {
    struct sample sample = sample_of(BASE);
    const uint64_t arguments[] = {0, 16, SCRIPT_AT, 0};
    const uint64_t clone_arguments[8] = {[4] = SIGCHLD};

    memcpy(sample.data, "/bin/sh", 8);
    memcpy(sample.data + 16, "-c", 3);
    memcpy(sample.data + 24, arguments, sizeof(arguments));
    memcpy(sample.data + CLONE_AT, clone_arguments, sizeof(clone_arguments));
    memcpy(sample.data + REPORT_AT, &(struct report){.type = REPORT_PID}, sizeof(struct report));
    snprintf((char *) sample.data + SCRIPT_AT, REPORT_AT - SCRIPT_AT, "%s", script);
    for (relocation offset = 24; offset < 48; offset += 8)
        sample.relocations[sample.header.relocation_count++] = offset;
    if (cloned) {
        SAMPLE_CALL(
            &sample, 0, SYS_clone3, .argument_kinds = {ARGUMENT_DATA}, .arguments = {CLONE_AT, 64});
        SAMPLE_ADD(&sample, .kind = OPERATION_JUMP, .condition = JUMP_EQUAL, .target = 5,
            .arguments = {0, 0});
        SAMPLE_ADD(&sample, .kind = OPERATION_STORE, .width = 4, .target = REPORT_AT + 12);
        SAMPLE_CALL(&sample, RESULT_NONE, SYS_write, .argument_kinds = {0, ARGUMENT_DATA},
            .arguments = {BASE, REPORT_AT, sizeof(struct report)});
        SAMPLE_EXIT(&sample, 0);
    }
    SAMPLE_CALL(&sample, RESULT_NONE, SYS_execve,
        .argument_kinds = {ARGUMENT_DATA, ARGUMENT_DATA, ARGUMENT_DATA}, .arguments = {0, 24, 48});
    return sample;
}

static void spawn_shell(struct session *session, int reaped, int slave) {
    struct sample sample = shell(take(session), reaped);
    int pair[2],
        fds[4] = {executor(session->executor), -1, memfd_of(&sample, sizeof(sample)), slave};
    int count = slave >= 0 ? 4 : 3;
    struct report report = {0};
    struct reply reply;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) fail("socketpair");
    fds[1] = pair[1];
    send_order(session->client,
        (struct order){
            .type = ORDER_SPAWN, .flags = reaped ? ORDER_SUBREAPER : 0, .args = {BASE, count - 1}},
        NULL, fds, count);
    reply = receive_reply(session, REPLY_SPAWNED);
    for (int i = 0; i < count; i++)
        close(fds[i]);
    session->container = reply.value;
    session->sync = pair[0];
    if (reaped && read(pair[0], &report, sizeof(report)) > 0) session->container = report.value;
    if (reply.error != 0) say(session, 2, "spawn failed: %s\n", strerror(reply.error));
}

static void spawn_terminal(struct session *session) {
    struct termios settings;
    int slave;

    if (openpty(&session->master, &slave, NULL, NULL, NULL) < 0) fail("openpty");
    tcgetattr(session->master, &settings);
    settings.c_oflag &= ~(tcflag_t) ONLCR;
    tcsetattr(session->master, TCSANOW, &settings);
    spawn_shell(session, 0, slave);
}

static int attach(struct session *session, int dies) {
    int relays = session->master >= 0;
    struct reply reply;

    send_order(session->client,
        (struct order){.type = ORDER_ATTACH,
            .flags = relays ? ORDER_RELAY_TERMINAL : 0,
            .args = {session->container}},
        NULL, &session->master, relays);
    if (dies) poll(NULL, 0, 600), exit(1);
    reply = receive_reply(session, REPLY_EXITED);
    if (reply.error != 0) say(session, 2, "attach failed: %s\n", strerror(reply.error));
    return WIFEXITED(reply.value) ? WEXITSTATUS(reply.value) : 128 + WTERMSIG(reply.value);
}

static void run_hook(struct session *session, int timeout, const char *path, const char *script) {
    char payload[1024];
    /* path; arguments: name, -c, script; environment; working directory */
    int size = snprintf(payload, sizeof(payload), "%s%chook%c-c%c%s%cHOOK=yes%c/tmp%c", path, 0, 0,
        0, script, 0, 0, 0);
    int pipes[2], fds[4];
    char input[] = "state\n";
    struct reply reply;

    if (pipe2(pipes, O_CLOEXEC) < 0 || write(pipes[1], input, 6) != 6) fail("pipe");
    close(pipes[1]);
    fds[0] = memfd_of(payload, (size_t) size);
    fds[1] = pipes[0];
    fds[2] = fds[3] = memfd_of("", 0);
    send_order(session->client, (struct order){.type = ORDER_RUN, .args = {timeout, 3, 1, size}},
        NULL, fds, 4);
    reply = receive_reply(session, REPLY_RAN);
    size = (int) pread(fds[2], payload, sizeof(payload), 0);
    say(session, 1, "ran status %x flags %u error %d output %.*s\n", (unsigned int) reply.value,
        reply.flags, reply.error, size, payload);
}

static void await_end_of_file(struct session *session) {
    char byte;
    ssize_t size = read(session->client, &byte, 1);
    int fd = open(take(session), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    exit(size > 0 || fd < 0);
}

static void serve(int client, int engine_pid, const char *executor_path) {
    struct session session = {.client = client,
        .engine_pid = engine_pid,
        .executor = executor_path,
        .next = 1,
        .master = -1};
    int status = 0;

    receive_request(&session);
    for (;;) {
        const char *word = take(&session);

        if (strcmp(word, "exec") == 0) {
            continue;
        } else if (strcmp(word, "write") == 0) {
            int fd = atoi(take(&session));

            say(&session, fd, "%s", take(&session));
        } else if (strcmp(word, "facts") == 0) {
            tell_facts(&session);
        } else if (strcmp(word, "hygiene") == 0) {
            tell_hygiene(&session);
        } else if (strcmp(word, "engine") == 0) {
            say(&session, 1, "%d\n", engine_pid);
        } else if (strcmp(word, "spawn") == 0) {
            spawn_shell(&session, 0, -1);
        } else if (strcmp(word, "reap") == 0) {
            spawn_shell(&session, 1, -1);
        } else if (strcmp(word, "terminal") == 0) {
            spawn_terminal(&session);
        } else if (strcmp(word, "attach") == 0) {
            status = attach(&session, 0);
        } else if (strcmp(word, "abandon") == 0) {
            attach(&session, 1);
        } else if (strcmp(word, "run") == 0) {
            int timeout = atoi(take(&session));

            run_hook(&session, timeout, "/bin/sh", take(&session));
        } else if (strcmp(word, "run-file") == 0) {
            run_hook(&session, 0, take(&session), "");
        } else if (strcmp(word, "sleep") == 0) {
            poll(NULL, 0, atoi(take(&session)));
        } else if (strcmp(word, "end-of-file") == 0) {
            await_end_of_file(&session);
        } else if (strcmp(word, "die") == 0) {
            exit(1);
        } else {
            if (strcmp(word, "exit") == 0) status = atoi(take(&session));
            send_order(client, (struct order){.type = ORDER_EXIT, .args = {status}}, NULL, NULL, 0);
            return;
        }
    }
}

int main(int argc, char **argv) {
    struct pollfd listener = {.fd = ENGINE_LISTEN_FD, .events = POLLIN};
    int engine_pid = getpid();

    if (argc != 3) return 2;
    if (strcmp(argv[2], "--oneshot") == 0) {
        serve(ENGINE_LISTEN_FD, engine_pid, argv[1]);
        return 0;
    }
    while (poll(&listener, 1, IDLE_MS) > 0) {
        int client = accept4(ENGINE_LISTEN_FD, NULL, NULL, SOCK_CLOEXEC);

        if (client >= 0 && fork() == 0) {
            close(ENGINE_LISTEN_FD);
            serve(client, engine_pid, argv[1]);
            return 0;
        }
        close(client);
        while (waitpid(-1, NULL, WNOHANG) > 0)
            continue;
    }
    return 0;
}
