/*
 * Plays the part of conmon or a shim: listens on the console socket argv[1], takes the one master descriptor that
 * the runtime sends, prints facts about the message to stderr and copies what the terminal prints to stdout until
 * the last slave is closed. With argv[2] = COLSxROWS it first resizes the terminal; its own input goes to the terminal.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int receive(int connection) {
	char payload[4096];
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(8 * sizeof(int))];
	} control;
	struct iovec part = {payload, sizeof payload};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
	ssize_t n = recvmsg(connection, &message, MSG_CMSG_CLOEXEC);
	struct cmsghdr *header = n < 0 ? NULL : CMSG_FIRSTHDR(&message);
	if (!header || header->cmsg_type != SCM_RIGHTS)
		return -1;
	fprintf(stderr, "payload %s descriptors %zu\n", n > 0 ? "present" : "empty", (header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
	int fd;
	memcpy(&fd, CMSG_DATA(header), sizeof fd);
	return fd;
}

static void relay(int master) {
	struct pollfd both[2] = {{.fd = master, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
	char buffer[65536];
	for (;;) {
		if (poll(both, 2, -1) < 0 && errno != EINTR)
			return;
		if (both[0].revents) {
			ssize_t n = read(master, buffer, sizeof buffer);
			if (n <= 0 || write(1, buffer, (size_t)n) != n)
				return;
		}
		if (both[1].revents) {
			ssize_t n = read(0, buffer, sizeof buffer);
			if (n <= 0 || write(master, buffer, (size_t)n) != n)
				both[1].fd = -1;
		}
	}
}

int main(int argc, char **argv) {
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (argc < 2 || strlen(argv[1]) >= sizeof address.sun_path)
		return 64;
	strcpy(address.sun_path, argv[1]);
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1)) {
		perror("cannot listen");
		return 1;
	}
	fputs("listening\n", stderr);
	int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	int master = receive(connection);
	if (master < 0) {
		fputs("no descriptor came\n", stderr);
		return 1;
	}
	struct winsize size = {0};
	if (argc > 2 && sscanf(argv[2], "%hux%hu", &size.ws_col, &size.ws_row) == 2)
		ioctl(master, TIOCSWINSZ, &size);
	relay(master);
	return 0;
}
