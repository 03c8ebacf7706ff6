/*
 * Plays the part of a seccomp agent: listens on the socket argv[1], takes the one message that the runtime sends,
 * prints it as line `state JSON` with the kind of its descriptor, and then answers what the filter asks until the
 * last process with the filter is gone: a line each to stdout, and as answer what argv[2] says, an errno or
 * `continue`, after argv[3] milliseconds.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int receive(int connection) {
	static char payload[65536];
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(8 * sizeof(int))];
	} control;
	struct iovec part = {payload, sizeof payload - 1};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
	ssize_t n = recvmsg(connection, &message, MSG_CMSG_CLOEXEC);
	struct cmsghdr *header = n < 0 ? NULL : CMSG_FIRSTHDR(&message);
	if (!header || header->cmsg_type != SCM_RIGHTS)
		return -1;
	char byte;
	printf("state %s\n", payload);
	printf("descriptors %zu, then %s\n", (header->cmsg_len - CMSG_LEN(0)) / sizeof(int), read(connection, &byte, 1) == 0 ? "the end" : "more");
	int fd;
	memcpy(&fd, CMSG_DATA(header), sizeof fd);
	return fd;
}

static void answer(int listener, const char *how, int milliseconds) {
	for (;;) {
		struct pollfd one = {.fd = listener, .events = POLLIN};
		if (poll(&one, 1, -1) < 0 || (one.revents & POLLHUP))
			return;
		struct seccomp_notif asked = {0};
		if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked))
			continue;
		printf("call %d(%lld)\n", asked.data.nr, (long long)asked.data.args[0]);
		struct seccomp_notif_resp reply = {.id = asked.id};
		if (!strcmp(how, "continue"))
			reply.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
		else
			reply.error = -atoi(how);
		fflush(stdout);
		poll(NULL, 0, milliseconds);
		if (ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply))
			printf("nobody waits for the answer\n");
		fflush(stdout);
	}
}

int main(int argc, char **argv) {
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (argc < 3 || strlen(argv[1]) >= sizeof address.sun_path)
		return 64;
	strcpy(address.sun_path, argv[1]);
	int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 1)) {
		perror("cannot listen");
		return 1;
	}
	int listener = receive(accept4(listening, NULL, NULL, SOCK_CLOEXEC));
	if (listener < 0) {
		fputs("no descriptor came\n", stderr);
		return 1;
	}
	fflush(stdout);
	answer(listener, argv[2], argc > 3 ? atoi(argv[3]) : 0);
	return fflush(stdout);
}
