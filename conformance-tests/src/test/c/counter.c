/*
 * What is checkpointed: counts in its memory, every 10 ms, and shows the number in a file: counter VERB FILE. SIGTERM
 * ends it with exit code 7. Besides, by its verb:
 *   count  nothing
 *   print  prints each number as a line
 *   lock   holds a lock of the file
 *   tcp    sends each number to itself over a connection on the loopback interface, and counts what arrives
 *   flight has a connection to itself besides that it has not accepted
 *   linked holds a file by a name that it has removed, while another one is left
 *   unix   sends each number to /outside/socket
 *   fork   does so in a child with /dev/null for streams, and ends
 *   pipe   answers each line of its standard input
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void end(int signal) {
	(void)signal;
	_exit(7);
}

static int connected[2];

static void connect_to_self(int accepting) {
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	connected[0] = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 1) ||
	    getsockname(listener, (struct sockaddr *)&address, &size) ||
	    connect(connected[0], (struct sockaddr *)&address, size))
		exit(2);
	if (accepting)
		connected[1] = accept(listener, NULL, NULL);
}

static int outside(void) {
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/outside/socket"};
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	if (connect(fd, (struct sockaddr *)&address, sizeof address))
		exit(2);
	return fd;
}

static void remove_name(const char *path) {
	char other[256];
	snprintf(other, sizeof other, "%s-other", path);
	int fd = open(other, O_RDWR | O_CREAT, 0600);
	snprintf(other + strlen(other), 16, "-name");
	char *first = strndup(other, strlen(other) - strlen("-name"));
	if (fd < 0 || link(first, other) || unlink(first))
		exit(2);
}

static unsigned pass(unsigned number) {
	unsigned arrived = 0;
	if (write(connected[0], &number, sizeof number) != sizeof number ||
	    read(connected[1], &arrived, sizeof arrived) != sizeof arrived)
		exit(3);
	return arrived;
}

int main(int argc, char **argv) {
	if (argc < 3)
		return 64;
	const char *verb = argv[1];
	int file = open(argv[2], O_RDWR | O_CREAT, 0600);
	signal(SIGTERM, end);
	if (!strcmp(verb, "fork")) {
		if (fork())
			return 0;
		int null = open("/dev/null", O_RDWR);
		for (int fd = 0; fd < 3; fd++)
			dup2(null, fd);
		close(null);
	}
	if (!strcmp(verb, "lock") && flock(file, LOCK_EX))
		return 2;
	if (!strcmp(verb, "tcp") || !strcmp(verb, "flight"))
		connect_to_self(!strcmp(verb, "tcp"));
	if (!strcmp(verb, "linked"))
		remove_name(argv[2]);
	int receiver = strcmp(verb, "unix") ? -1 : outside();
	if (!strcmp(verb, "pipe")) {
		char line[256];
		while (fgets(line, sizeof line, stdin)) {
			printf("heard %s", line);
			fflush(stdout);
		}
		return 0;
	}
	for (unsigned number = 1;; number++) {
		char text[16];
		if (!strcmp(verb, "tcp"))
			number = pass(number);
		int length = snprintf(text, sizeof text, "%u\n", number);
		if (pwrite(file, text, (size_t)length, 0) != length)
			return 4;
		if (receiver >= 0 && send(receiver, text, (size_t)length, 0) != length)
			return 6;
		if (!strcmp(verb, "print") && write(1, text, (size_t)length) != length)
			return 5;
		usleep(10000);
	}
}
