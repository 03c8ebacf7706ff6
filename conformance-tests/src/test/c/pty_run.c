/*
 * Runs a command on a terminal of its own, as a user's shell would: pty_run SIZE1 SIZE2 COMMAND ARG...
 * The terminal begins with SIZE1 (COLSxROWS). When the output first says "size", it is resized to SIZE2; when it names
 * that size, `quit` is typed. Copies the output to stdout and ends with the command's exit code (128 + n for a signal).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int resize(int master, const char *text) {
	struct winsize size = {0};
	if (sscanf(text, "%hux%hu", &size.ws_col, &size.ws_row) != 2)
		return -1;
	return ioctl(master, TIOCSWINSZ, &size);
}

static _Noreturn void child(int slave, char **command) {
	setsid();
	ioctl(slave, TIOCSCTTY, 0);
	for (int fd = 0; fd < 3; fd++)
		dup2(slave, fd);
	execv(command[0], command);
	_exit(127);
}

int main(int argc, char **argv) {
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (argc < 4 || master < 0 || grantpt(master) || unlockpt(master) || resize(master, argv[1]))
		return 64;
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	pid_t pid = fork();
	if (pid == 0)
		child(slave, argv + 3);
	close(slave);
	static char seen[65536];
	size_t used = 0;
	int told = 0;
	ssize_t n;
	while (used + 1 < sizeof seen && (n = read(master, seen + used, sizeof seen - used - 1)) > 0) {
		if (write(1, seen + used, (size_t)n) != n)
			return 1;
		used += (size_t)n;
		if (told == 0 && strstr(seen, "size ") && ++told)
			resize(master, argv[2]);
		if (told == 1 && strstr(seen, argv[2]) && ++told && write(master, "quit\n", 5) != 5)
			return 1;
	}
	int status = 0;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
