/* Messages to and from the engine, and to the user. */
#include "client.h"

int send_with_descriptors(int engine, struct iovec bytes, const int *fds, int count) {
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) * 8)] = {0};
    struct msghdr header = {.msg_iov = &bytes, .msg_iovlen = 1};
    struct cmsghdr *rights;
    ssize_t sent;
    if (count > 0) {
        header.msg_control = control;
        header.msg_controllen = (socklen_t) CMSG_SPACE(sizeof(int) * (size_t) count);
        rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = (socklen_t) CMSG_LEN(sizeof(int) * (size_t) count);
        memcpy(CMSG_DATA(rights), fds, sizeof(int) * (size_t) count);
    }
    while ((sent = sendmsg(engine, &header, MSG_NOSIGNAL)) < 0 && errno == EINTR)
        continue;
    return sent >= 0 ? 0 : errno == EPIPE ? -ECONNRESET : -errno;
}

int send_reply(int engine, struct reply reply) {
    struct iovec bytes = {.iov_base = &reply, .iov_len = sizeof(reply)};
    return send_with_descriptors(engine, bytes, NULL, 0);
}

/* -ECONNABORTED: the engine read the request, and ended; unlike -ECONNRESET no reason to retry. */
int receive_order(int engine, struct message *message) {
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(message->fds))];
    struct iovec parts[] = {
        {&message->order, sizeof(message->order)}, {message->bytes, sizeof(message->bytes)}};
    struct msghdr header = {.msg_iov = parts, .msg_iovlen = 2};
    struct cmsghdr *rights; /* nothing else ever comes with an order */
    ssize_t size;
    header.msg_control = control;
    header.msg_controllen = sizeof(control);
    while ((size = recvmsg(engine, &header, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
        continue;
    if (size < 0) return -errno;
    if (size == 0) return -ECONNABORTED;
    rights = CMSG_FIRSTHDR(&header);
    message->fd_count = rights ? (int) ((rights->cmsg_len - CMSG_LEN(0)) / sizeof(int)) : 0;
    if (rights) memcpy(message->fds, CMSG_DATA(rights), rights->cmsg_len - CMSG_LEN(0));
    if ((header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0 ||
        (size_t) size != sizeof(message->order) + message->order.length)
        return -EPROTO;
    return 0;
}

void close_descriptors(struct message *message) {
    for (int i = 0; i < message->fd_count; i++)
        close(message->fds[i]);
    message->fd_count = 0;
}

/* The caller may have made the descriptor non-blocking. */
int write_fully(int fd, const char *bytes, size_t size) {
    while (size > 0) {
        struct pollfd ready = {.fd = fd, .events = POLLOUT};
        ssize_t written = write(fd, bytes, size);
        if (written < 0 && errno == EAGAIN)
            poll(&ready, 1, -1);
        else if (written < 0 && errno != EINTR)
            return -errno;
        if (written > 0) bytes += written, size -= (size_t) written;
    }
    return 0;
}

void die(const struct client *client, const char *what, const char *object, int error) {
    char reason[64] = "";
    if (error != 0) {
        snprintf(reason, sizeof(reason), ": %s", strerror(error));
        if (reason[3] >= 'a') reason[2] |= 'a' - 'A'; /* as all other messages begin */
    }
    dprintf(STDERR_FILENO, "jrunc: %s%s%s%s%s\n", what, object ? " `" : "", object ? object : "",
        object ? "`" : "", reason);
    _exit(strcmp(client->command, "exec") == 0 ? 255 : 1); /* as runc's fail */
}
