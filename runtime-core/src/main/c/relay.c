/*
 * ATTACH: stands between a terminal and a container until the container ends, and passes signals
 * on. All signals are blocked meanwhile and read from a descriptor, so none can end this process
 * before the terminal is as it was.
 */
#include "client.h"

/* One direction. It reads only when everything is written. */
struct stream {
    int from, to;
    bool ended;
    size_t start, end;
    char bytes[PIPE_BUF]; /* what a pipe that poll calls writable takes without blocking */
};

struct relay {
    pid_t pid;
    int status, signals;
    int terminal; /* the caller's, or -1 */
    struct termios settings;
    struct stream in, out;
};

/* Errors are no one's to report: the sizes of a terminal that hangs up do not matter. */
static void copy_size(const struct relay *relay) {
    struct winsize size;
    if (relay->terminal >= 0 && ioctl(relay->terminal, TIOCGWINSZ, &size) == 0)
        ioctl(relay->out.from, TIOCSWINSZ, &size);
}

/* Raw, but for output: there the caller's terminal makes CR LF of newlines. */
static void take_terminal(struct relay *relay) {
    struct termios raw;
    fcntl(relay->out.from, F_SETFL, fcntl(relay->out.from, F_GETFL) | O_NONBLOCK);
    for (int fd = 0; fd <= STDERR_FILENO && relay->terminal < 0; fd++)
        if (tcgetattr(fd, &relay->settings) == 0) relay->terminal = fd;
    if (relay->terminal < 0) return;
    raw = relay->settings;
    cfmakeraw(&raw);
    raw.c_oflag |= OPOST;
    tcsetattr(relay->terminal, TCSANOW, &raw);
    copy_size(relay);
}

/* EIO is the end of a pty whose other side is closed. */
static void fill(struct stream *stream) {
    ssize_t size = read(stream->from, stream->bytes, sizeof(stream->bytes));
    stream->start = stream->end = 0;
    if (size > 0)
        stream->end = (size_t) size;
    else if (size == 0 || (errno != EAGAIN && errno != EINTR))
        stream->ended = true;
}

/* What nobody takes is thrown away: a container must not hang on a reader that has gone. */
static void flush(struct stream *stream) {
    ssize_t size = write(stream->to, stream->bytes + stream->start, stream->end - stream->start);
    if (size > 0)
        stream->start += (size_t) size;
    else if (errno != EAGAIN && errno != EINTR)
        stream->start = stream->end;
}

static bool is_empty(const struct stream *stream) {
    return stream->start == stream->end;
}

/* What the container wrote before it ended still lies in the pty. */
static void drain(struct stream *stream) {
    do {
        write_fully(stream->to, stream->bytes + stream->start, stream->end - stream->start);
        fill(stream);
    } while (!is_empty(stream));
}

static void pass_signal(const struct relay *relay) {
    struct signalfd_siginfo info;
    if (read(relay->signals, &info, sizeof(info)) != sizeof(info)) return;
    if (info.ssi_signo == SIGWINCH)
        copy_size(relay);
    else if (info.ssi_signo != SIGCHLD && info.ssi_signo != SIGURG)
        kill(relay->pid, (int) info.ssi_signo);
}

/* Reaps whoever ended. 1: the container did; 0: not yet; -ECHILD: it is none of ours. */
static int reap(struct relay *relay) {
    pid_t pid;
    while ((pid = waitpid(-1, &relay->status, WNOHANG)) > 0)
        if (pid == relay->pid) return 1;
    return pid < 0 && errno != EINTR ? -errno : 0;
}

static int serve(struct relay *relay, int engine) {
    for (;;) {
        struct stream *in = &relay->in, *out = &relay->out;
        struct pollfd fds[] = {
            {.fd = relay->signals, .events = POLLIN},
            {.fd = engine},
            {.fd = is_empty(in) && !in->ended ? in->from : -1, .events = POLLIN},
            {.fd = is_empty(in) ? -1 : in->to, .events = POLLOUT},
            {.fd = is_empty(out) && !out->ended ? out->from : -1, .events = POLLIN},
            {.fd = is_empty(out) ? -1 : out->to, .events = POLLOUT},
        };
        int result = reap(relay);
        if (result != 0) return result < 0 ? result : 0;
        if (poll(fds, 6, -1) < 0) continue;
        if ((fds[1].revents & (POLLHUP | POLLERR)) != 0) return -ECONNRESET;
        if (fds[0].revents != 0) pass_signal(relay);
        if (fds[2].revents != 0) fill(in);
        if (fds[3].revents != 0) flush(in);
        if (fds[4].revents != 0) fill(out);
        if (fds[5].revents != 0) flush(out);
    }
}

/* The container's wait status goes to relay->status. */
static int stay_attached(struct relay *relay, int engine) {
    sigset_t signals; /* blocked since the spawn */
    int result;
    sigfillset(&signals);
    sigdelset(&signals, SIGPIPE); /* ours alone, and ignored */
    relay->signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    if (relay->out.from >= 0) take_terminal(relay);
    result = serve(relay, engine);
    if (result == 0 && relay->out.from >= 0) drain(&relay->out);
    if (relay->terminal >= 0) tcsetattr(relay->terminal, TCSANOW, &relay->settings);
    close(relay->signals);
    return result;
}

int attach(struct client *client, struct message *message) {
    bool relays = (message->order.flags & ORDER_RELAY_TERMINAL) != 0;
    int master = relays && message->fd_count == 1 ? message->fds[0] : -1;
    struct relay relay = {
        .pid = message->order.args[0],
        .terminal = -1,
        .in = {.from = STDIN_FILENO, .to = master, .ended = master < 0},
        .out = {.from = master, .to = STDOUT_FILENO, .ended = master < 0},
    };
    int result;
    if (relay.pid <= 0 || message->fd_count != (relays ? 1 : 0)) return -EPROTO;
    result = stay_attached(&relay, client->engine);
    if (result == -ECONNRESET) return result;
    return send_reply(client->engine,
        (struct reply){.type = REPLY_EXITED, .value = relay.status, .error = -result});
}
