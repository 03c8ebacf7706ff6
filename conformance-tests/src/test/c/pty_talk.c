/*
 * Runs a command on a terminal of its own and talks to it: pty_talk SCRIPT COMMAND ARG...
 * Each line of the script is `expect TEXT`, which waits for output that has not been expected yet, `send TEXT` with \r, \n
 * and ^X for control characters, or `resize COLSxROWS`. Copies the output to stdout and ends with the command's exit code
 * (128 + n for a signal), or with 64 if the command ended or 30 seconds passed before its output was as expected.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

static char seen[1 << 20];
static size_t used;

static int more(int master) {
	struct pollfd ready = {.fd = master, .events = POLLIN};
	if (used + 1 >= sizeof seen || poll(&ready, 1, 30000) != 1)
		return 0;
	ssize_t n = read(master, seen + used, sizeof seen - used - 1);
	if (n <= 0 || write(1, seen + used, (size_t)n) != n)
		return 0;
	used += (size_t)n;
	return 1;
}

static int expect(int master, const char *text) {
	static size_t from;
	char *found;
	while (!(found = memmem(seen + from, used - from, text, strlen(text))))
		if (!more(master))
			return -1;
	from = (size_t)(found - seen) + strlen(text);
	return 0;
}

static int say(int master, const char *text) {
	for (; *text; text++) {
		char c = *text;
		if (c == '^' && text[1])
			c = (char)(*++text & 0x1f);
		else if (c == '\\' && text[1])
			c = *++text == 'r' ? '\r' : '\n';
		if (write(master, &c, 1) != 1)
			return -1;
	}
	return 0;
}

static int resize(int master, const char *text) {
	struct winsize size = {0};
	if (sscanf(text, "%hux%hu", &size.ws_col, &size.ws_row) != 2)
		return -1;
	return ioctl(master, TIOCSWINSZ, &size);
}

static int follow(int master, FILE *script) {
	char line[4096];
	int result = 0;
	while (!result && fgets(line, sizeof line, script)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, "expect ", 7))
			result = expect(master, line + 7);
		else if (!strncmp(line, "send ", 5))
			result = say(master, line + 5);
		else if (!strncmp(line, "resize ", 7))
			result = resize(master, line + 7);
		else
			result = -1;
	}
	return result;
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
	FILE *script = argc < 3 ? NULL : fopen(argv[1], "re");
	if (!script || master < 0 || grantpt(master) || unlockpt(master) || resize(master, "80x25"))
		return 64;
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	pid_t pid = fork();
	if (pid == 0)
		child(slave, argv + 2);
	close(slave);
	int failed = follow(master, script);
	if (failed)
		kill(pid, 9);
	while (!failed && more(master))
		continue;
	int status = 0;
	waitpid(pid, &status, 0);
	if (failed)
		return 64;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
