/*
 * Plays the shim above a runtime: reaper PIDFILE COMMAND ARG... adopts orphans, runs the command, and when that has ended
 * waits for the process that the pid file names. Prints `child STATUS` for it, as an exit code (128 + n for a signal).
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int code(int status) {
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv) {
	int status = 0, pid = 0;
	if (argc < 3 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
		return 64;
	pid_t command = fork();
	if (command == 0) {
		execv(argv[2], argv + 2);
		_exit(127);
	}
	waitpid(command, &status, 0);
	if (code(status))
		return code(status);
	FILE *file = fopen(argv[1], "re");
	if (!file || fscanf(file, "%d", &pid) != 1 || waitpid(pid, &status, 0) != pid) {
		puts("child unknown");
		return 1;
	}
	printf("child %d\n", code(status));
	return 0;
}
