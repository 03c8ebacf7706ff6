/* The client's main: one request, then orders until EXIT. */
#include "client.h"

/* Occupies 0-2, so that no descriptor of ours can become the container's. */
static uint32_t check_stdio(void) {
    uint32_t flags = 0;
    for (int fd = 0; fd <= STDERR_FILENO; fd++) {
        struct termios settings;
        if (tcgetattr(fd, &settings) == 0)
            flags |= (uint32_t) REQUEST_STDIN_TERMINAL >> fd;
        else if (errno == EBADF && open("/dev/null", O_RDWR) == fd)
            flags |= (uint32_t) REQUEST_STDIN_CLOSED << fd;
    }
    return flags;
}

/* Appends strings to a file; the kernel laid most of them out in one piece. The count, or -errno. */
static int put_strings(int fd, char *const *strings) {
    int count = 0;
    while (strings[count]) {
        char *start = strings[count], *end = start;
        for (; strings[count] == end; count++)
            end += strlen(end) + 1;
        if (write_fully(fd, start, (size_t) (end - start)) < 0) return -EIO;
    }
    return count;
}

static int make_payload(char *const *argv, struct request *request) {
    char directory[PATH_MAX] = "";
    int fd = memfd_create("request", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    int argc, envc;
    /* The raw call also names directories that are out of reach: "(unreachable)/...". */
    if (syscall(SYS_getcwd, directory, sizeof(directory)) < 0 || directory[0] != '/')
        directory[0] = '\0';
    argc = put_strings(fd, argv);
    envc = put_strings(fd, environ);
    if (argc < 0 || envc < 0 || write_fully(fd, directory, strlen(directory) + 1) < 0) return -EIO;
    request->argc = (uint32_t) argc;
    request->envc = (uint32_t) envc;
    request->payload_size = (uint32_t) lseek(fd, 0, SEEK_CUR);
    return fd;
}

/*
 * An engine that ends because it was idle may take a connection with it; then the request was not
 * read, and is safe to send again. A fresh engine that does so is broken.
 */
static int ask(
    struct client *client, int payload, struct request *request, struct message *message) {
    const int fds[] = {payload, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
    int result = 0;
    for (int attempt = 0; attempt < 3; attempt++) {
        connect_engine(client);
        result = send_with_descriptors(
            client->engine, (struct iovec){request, sizeof(*request)}, fds, 4);
        if (result == 0) result = receive_order(client->engine, message);
        if (result != -ECONNRESET || !client->found_engine) break;
        close(client->engine);
    }
    return result;
}

static int carry_out(struct client *client, struct message *message) {
    int to = message->order.args[0];
    switch (message->order.type) {
    case ORDER_SPAWN: return spawn(client, message);
    case ORDER_RUN: return run(client, message);
    case ORDER_WRITE:
        if (to != STDOUT_FILENO && to != STDERR_FILENO) return -EPROTO;
        write_fully(to, message->bytes, message->order.length);
        return 0; /* like any filter whose reader has gone: the work goes on */
    case ORDER_ATTACH: return attach(client, message);
    case ORDER_EXIT: /* what has a session of its own is left to the caller, with its status */
        while (waitpid(to == 0 ? 0 : -1, NULL, WNOHANG) > 0)
            continue;
        _exit(message->order.args[0]);
    default: return -EPROTO;
    }
}

/* Without an engine nobody can finish a container. What is not a child sees its socket close. */
static void kill_children(void) {
    while (waitpid(-1, NULL, WNOHANG) >= 0) {
        char text[4096], *next = text;
        cleanup_close int fd = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
        ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
        if (size < 0) return;
        text[size] = '\0';
        for (long pid; (pid = strtol(next, &next, 10)) > 0;)
            kill((pid_t) pid, SIGKILL);
        if (size > 0) waitpid(-1, NULL, 0);
    }
}

/* The first argument that is neither a flag nor the value of one. */
static const char *find_command(char *const *argv) {
    static const char *const with_value[] = {"--root", "--log", "--log-format", "--rootless"};
    for (argv++; *argv && **argv == '-'; argv++)
        for (size_t i = 0; i < sizeof(with_value) / sizeof(with_value[0]); i++)
            if (strcmp(*argv, with_value[i]) == 0 && argv[1]) argv++;
    return *argv ? *argv : "";
}

int main(int argc, char **argv) {
    struct client client = {.command = argc > 0 ? find_command(argv) : ""};
    struct request request = {.magic = PROTOCOL_MAGIC, .version = PROTOCOL_VERSION};
    struct message message;
    int payload, result;
    request.started_ns = now_ns();
    request.flags = check_stdio();
    request.umask = (int32_t) umask(0);
    umask((mode_t) request.umask);
    signal(SIGPIPE, SIG_IGN), signal(SIGCHLD, SIG_DFL); /* else nothing is waited for */
    client.owns_children = waitid(P_ALL, 0, NULL, WEXITED | WNOHANG | WNOWAIT) < 0;
    payload = make_payload(argv, &request);
    if (payload < 0) die(&client, "cannot describe the request", NULL, -payload);
    result = ask(&client, payload, &request, &message);
    close(payload);
    while (result == 0) {
        result = carry_out(&client, &message);
        close_descriptors(&message);
        if (result == 0) result = receive_order(client.engine, &message);
    }
    if (client.owns_children) kill_children();
    if (result == -EPROTO) die(&client, "cannot understand the engine", NULL, 0);
    die(&client, "the engine ended unexpectedly", NULL, 0);
}
