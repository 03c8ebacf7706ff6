/*
 * Both ends of sd_notify(3). `sdnotify listen PATH [FILE]` plays the part of systemd: it prints each message with its
 * sender and how many descriptors came along, and closes those once FILE is there. `sdnotify send WORD...` plays that
 * of a service: sends each word, in which \n is a newline, to $NOTIFY_SOCKET; `usr1` waits for that signal, `long` sends
 * what no receiver expects, `env` prints the variable, and `wait` waits for ever.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_un address = {.sun_family = AF_UNIX};
static socklen_t address_length;

static int set_address(const char *path) {
	size_t length = path ? strlen(path) : 0;
	if (length == 0 || length >= sizeof address.sun_path)
		return -1;
	memcpy(address.sun_path, path, length);
	address_length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
	if (path[0] == '@')
		address.sun_path[0] = '\0';
	else
		address_length++;
	return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

/* Prints `pid UID TEXT DESCRIPTORS`, with newlines as \n. */
static void take(int fd, const char *file) {
	char text[65536];
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(16 * sizeof(int))];
	} control;
	struct iovec part = {text, sizeof text};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
	ssize_t n = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
	struct ucred sender = {0};
	int fds[16];
	size_t count = 0;
	for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
		if (header->cmsg_type == SCM_CREDENTIALS)
			memcpy(&sender, CMSG_DATA(header), sizeof sender);
		if (header->cmsg_type == SCM_RIGHTS) {
			count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
			memcpy(fds, CMSG_DATA(header), count * sizeof(int));
		}
	}
	printf("%d %d ", (int)sender.pid, (int)sender.uid);
	for (ssize_t i = 0; i < n; i++)
		if (text[i] == '\n')
			fputs("\\n", stdout);
		else
			putchar(text[i]);
	printf(" %zu\n", count);
	fflush(stdout);
	while (count && file && access(file, F_OK))
		usleep(5000);
	while (count)
		close(fds[--count]);
}

static int listen_at(const char *path, const char *file) {
	int fd = set_address(path), on = 1;
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, address_length) ||
	    setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof on)) {
		perror("cannot listen");
		return 1;
	}
	fputs("listening\n", stderr);
	for (;;)
		take(fd, file);
}

static int say(int fd, const char *word) {
	char text[65536];
	size_t length = 0;
	for (; *word && length < sizeof text; word++)
		if (word[0] == '\\' && word[1] == 'n')
			text[length++] = '\n', word++;
		else
			text[length++] = *word;
	if (sendto(fd, text, length, 0, (struct sockaddr *)&address, address_length) >= 0)
		return puts("sent");
	return printf("%s\n", strerrorname_np(errno));
}

static int send_all(int count, char **words) {
	int fd = set_address(getenv("NOTIFY_SOCKET")), number;
	char big[8192] = "READY=";
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	memset(big + 6, '1', sizeof big - 7);
	for (int i = 0; i < count; i++) {
		if (!strcmp(words[i], "env"))
			puts(getenv("NOTIFY_SOCKET") ? getenv("NOTIFY_SOCKET") : "none");
		else if (!strcmp(words[i], "usr1"))
			sigwait(&signals, &number);
		else if (!strcmp(words[i], "wait"))
			pause();
		else
			say(fd, strcmp(words[i], "long") ? words[i] : big);
		fflush(stdout);
	}
	return 0;
}

int main(int argc, char **argv) {
	if (argc > 2 && !strcmp(argv[1], "listen"))
		return listen_at(argv[2], argc > 3 ? argv[3] : NULL);
	if (argc > 2 && !strcmp(argv[1], "send"))
		return send_all(argc - 2, argv + 2);
	return 64;
}
