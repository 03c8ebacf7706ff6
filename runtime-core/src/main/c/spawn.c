/*
 * Making processes. A child shares this process's memory until it has called execve (vfork), which
 * is cheap and tells the parent at once whether execve worked. No signal can arrive meanwhile.
 */
#include "client.h"

enum { CHILD_STACK = 32768 };

struct executor {
    int fds[PROTOCOL_MAX_FDS]; /* executor, then the layout */
    int count, base;
    char program[12]; /* decimal descriptor of the program, its argument */
    int error;
};

struct hook {
    char **strings; /* path, arguments, NULL, environment, NULL, working directory */
    char **environment;
    const char *directory;
    int *streams;
    int error;
};

/* All dispositions default, also of the real-time signals libc keeps to itself; an empty mask. */
void reset_signals(void) {
    const uint64_t action[8] = {0}; /* the kernel's sigaction, not libc's: SIG_DFL, no flags */
    const uint64_t mask = 0;
    for (int signal = 1; signal <= 64; signal++)
        syscall(SYS_rt_sigaction, signal, action, NULL, sizeof(mask));
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, NULL, sizeof(mask));
}

int wait_for(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

pid_t start(int (*child)(void *), void *argument) {
    char *stack = mmap(
        NULL, CHILD_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    sigset_t all, before;
    pid_t pid;
    if (stack == MAP_FAILED) return -errno;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid = clone(child, stack + CHILD_STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, argument);
    if (pid < 0) pid = -errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    munmap(stack, CHILD_STACK);
    return pid;
}

/* Sources that lie where the layout goes are moved out of the way first. */
static int arrange_layout(struct executor *executor) {
    int end = executor->base + executor->count - 1;
    for (int i = 0; i < executor->count; i++)
        if (executor->fds[i] < end &&
            (executor->fds[i] = fcntl(executor->fds[i], F_DUPFD_CLOEXEC, end)) < 0)
            return -errno;
    for (int i = 1; i < executor->count; i++)
        if (dup2(executor->fds[i], executor->base + i - 1) < 0) return -errno;
    return close_from(end, CLOSE_ON_EXEC) < 0 ? -errno : 0;
}

static int become_executor(void *pointer) {
    struct executor *executor = pointer;
    char *arguments[] = {"jrunc-init", executor->program, NULL};
    char *environment[] = {NULL};
    executor->error = -arrange_layout(executor);
    if (executor->error == 0) {
        reset_signals();
        syscall(SYS_execveat, executor->fds[0], "", arguments, environment, AT_EMPTY_PATH);
        executor->error = errno;
    }
    _exit(127);
}

int spawn(struct client *client, struct message *message) {
    struct reply reply = {.type = REPLY_SPAWNED};
    struct executor executor = {.base = message->order.args[0], .count = message->fd_count};
    sigset_t all;
    if (executor.base < 3 || executor.base > INT_MAX - PROTOCOL_MAX_FDS || executor.count < 1 ||
        message->order.args[1] != executor.count - 1)
        return -EPROTO;
    if ((message->order.flags & ORDER_SUBREAPER) != 0 && prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
        return -errno;
    memcpy(executor.fds, message->fds, sizeof(executor.fds));
    snprintf(executor.program, sizeof(executor.program), "%d", executor.base + 1);
    sigfillset(&all); /* from now on they are for whoever we attach to */
    sigprocmask(SIG_SETMASK, &all, NULL);
    reply.value = start(become_executor, &executor);
    reply.error = reply.value < 0 ? -reply.value : executor.error;
    if (reply.value > 0 && reply.error != 0) wait_for(reply.value);
    return send_reply(client->engine, reply);
}

static int become_hook(void *pointer) {
    struct hook *hook = pointer;
    if (dup2(hook->streams[0], STDIN_FILENO) >= 0 && dup2(hook->streams[1], STDOUT_FILENO) >= 0 &&
        dup2(hook->streams[2], STDERR_FILENO) >= 0 &&
        close_from(STDERR_FILENO + 1, CLOSE_ON_EXEC) == 0 &&
        (*hook->directory == '\0' || chdir(hook->directory) == 0)) {
        reset_signals();
        execve(hook->strings[0], hook->strings + 1, hook->environment);
    }
    hook->error = errno;
    _exit(127);
}

/* Finds the strings of a payload; `strings` has room for all of them and two ends of list. */
static int parse_hook(char *payload, size_t size, int argc, int envc, struct hook *hook) {
    char *end = payload + size;
    int count = 0, total = argc + envc + 2;
    if (size == 0 || end[-1] != '\0') return -EPROTO;
    for (int i = 0; i < total; i++) {
        if (payload >= end) return -EPROTO;
        if (i == 1 + argc + envc) hook->strings[count++] = NULL;
        hook->strings[count++] = payload;
        if (i == argc) hook->strings[count++] = NULL;
        payload += strlen(payload) + 1;
    }
    hook->environment = hook->strings + argc + 2;
    hook->directory = hook->strings[count - 1];
    return 0;
}

/* Waits for the hook, but not for longer than it may take or the engine lives. */
static int await_hook(
    struct client *client, pid_t pid, int pidfd, int timeout, struct reply *reply) {
    const uint64_t deadline = now_ns() / 1000000 + (uint64_t) timeout;
    for (;;) {
        struct pollfd fds[] = {{.fd = pidfd, .events = POLLIN}, {.fd = client->engine}};
        int64_t left = timeout == 0 ? -1 : (int64_t) (deadline - now_ns() / 1000000);
        if (timeout != 0 && left <= 0) {
            kill(pid, SIGKILL);
            reply->flags = REPLY_TIMED_OUT;
            break;
        }
        if (poll(fds, 2, (int) left) < 0) continue;
        if ((fds[1].revents & (POLLHUP | POLLERR)) != 0) return -ECONNRESET;
        if (fds[0].revents != 0) break;
    }
    reply->value = wait_for(pid);
    return 0;
}

static int run_hook(struct client *client, struct hook *hook, int timeout, struct reply *reply) {
    cleanup_close int pidfd = -1;
    pid_t pid = start(become_hook, hook);
    reply->error = pid < 0 ? -pid : hook->error;
    if (pid < 0) return 0;
    if (reply->error != 0) return wait_for(pid), 0;
    pidfd = (int) syscall(SYS_pidfd_open, pid, 0);
    return await_hook(client, pid, pidfd, timeout, reply);
}

int run(struct client *client, struct message *message) {
    const int32_t *args = message->order.args;
    struct reply reply = {.type = REPLY_RAN};
    struct hook hook = {.streams = message->fds + 1};
    char *payload;
    int result;
    if (message->fd_count != 4 || args[0] < 0 || args[1] < 0 || args[2] < 0 || args[3] <= 0 ||
        args[1] > args[3] || args[2] > args[3])
        return -EPROTO;
    hook.strings = calloc((size_t) args[1] + (size_t) args[2] + 4, sizeof(char *));
    payload = mmap(NULL, (size_t) args[3], PROT_READ, MAP_PRIVATE, message->fds[0], 0);
    if (!hook.strings || payload == MAP_FAILED) return -ENOMEM;
    result = parse_hook(payload, (size_t) args[3], args[1], args[2], &hook);
    if (result == 0) result = run_hook(client, &hook, args[0], &reply);
    munmap(payload, (size_t) args[3]);
    free(hook.strings);
    return result < 0 ? result : send_reply(client->engine, reply);
}
