/*
 * Starting an engine. It outlives the command that needed it, so it keeps nothing of the caller: no
 * descriptors, working directory, signal state, session or cgroup, and next to no environment.
 */
#include "client.h"

#include <errno.h>
#include <fcntl.h>
#include <mntent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum {
	MAX_ARGUMENTS = 128,
	MAX_VARIABLES = 8,
	REPORT_FD = ENGINE_LISTEN_FD + 1,
	ABOVE = 64, /* out of the way of the descriptors that are put in place */
};

struct command {
	char text[4 * PATH_MAX];
	char *arguments[MAX_ARGUMENTS];
};

/* lib/engine.args: one argument a line, the program first; @DIST@ stands for the installation. */
static int read_command(const char *path, const char *installation, const char *mode,
			struct command *command)
{
	char *to = command->text, *end = to + sizeof(command->text), *mark;
	FILE *file = fopen(path, "re");
	char line[PATH_MAX];
	int count = 0;

	if (!file)
		return -errno;
	while (fgets(line, sizeof(line), file)) {
		char *from = line;

		line[strcspn(line, "\n")] = '\0';
		command->arguments[count++] = to;
		for (; (mark = strstr(from, "@DIST@")) && to < end; from = mark + strlen("@DIST@"))
			to += snprintf(to, (size_t) (end - to), "%.*s%s", (int) (mark - from), from,
				       installation);
		if (to < end)
			to += snprintf(to, (size_t) (end - to), "%s", from) + 1;
		if (to >= end || count == MAX_ARGUMENTS - 2)
			return -E2BIG;
	}
	fclose(file);
	command->arguments[count++] = (char *) mode;
	command->arguments[count] = NULL;
	return count < 2 ? -ENOEXEC : 0;
}

/* Moves this process to the root of every hierarchy; one that refuses is left as it is. */
static void leave_cgroups(void)
{
	FILE *mounts = setmntent("/proc/self/mounts", "re");
	struct mntent *mount;

	while (mounts && (mount = getmntent(mounts))) {
		char path[PATH_MAX];
		cleanup_close int fd = -1;

		if (strcmp(mount->mnt_type, "cgroup") != 0 &&
		    strcmp(mount->mnt_type, "cgroup2") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/cgroup.procs", mount->mnt_dir);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		if (fd >= 0 && write(fd, "0", 1) < 0)
			continue;
	}
	if (mounts)
		endmntent(mounts);
}

static const char *inherited(const char *name)
{
	size_t length = strlen(name);

	for (char **variable = environ; *variable; variable++)
		if (strncmp(*variable, name, length) == 0)
			return *variable;
	return NULL;
}

/* The socket-activation protocol of sd_listen_fds(3), and what a runtime may need to find things. */
static void make_environment(const char *variables[MAX_VARIABLES], char listen_pid[32])
{
	static const char *const kept[] = {"PATH=", "HOME=", "XDG_RUNTIME_DIR="};
	int count = 0;

	snprintf(listen_pid, 32, "LISTEN_PID=%d", getpid());
	variables[count++] = "LISTEN_FDS=1";
	variables[count++] = listen_pid;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (inherited(kept[i]))
			variables[count++] = inherited(kept[i]);
	variables[count] = NULL;
}

/* A private engine keeps stderr: it ends with the command, and may have to say why it cannot start. */
static int arrange_descriptors(int socket, int report, bool keeps_stderr)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	null = fcntl(null, F_DUPFD_CLOEXEC, ABOVE);
	socket = fcntl(socket, F_DUPFD_CLOEXEC, ABOVE);
	report = fcntl(report, F_DUPFD_CLOEXEC, ABOVE);
	if (dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
	    (!keeps_stderr && dup2(null, STDERR_FILENO) < 0) ||
	    dup2(socket, ENGINE_LISTEN_FD) < 0 || dup3(report, REPORT_FD, O_CLOEXEC) < 0)
		return -errno;
	return close_from(REPORT_FD + 1, 0) < 0 ? -errno : 0;
}

_Noreturn static void become_engine(const struct command *command, int socket, int report)
{
	bool is_private = false;
	const char *variables[MAX_VARIABLES];
	char listen_pid[32];
	int error;

	for (char *const *argument = command->arguments; *argument; argument++)
		is_private = strcmp(*argument, "--oneshot") == 0;
	error = arrange_descriptors(socket, report, is_private);
	if (error == 0) {
		leave_cgroups();
		umask(022);
		make_environment(variables, listen_pid);
		reset_signals();
		if (chdir("/") == 0)
			execve(command->arguments[0], command->arguments,
			       (char *const *) variables);
		error = -errno;
		report = REPORT_FD;
	}
	if (write(report, &error, sizeof(error)) < 0)
		_exit(126);
	_exit(127);
}

/* Two forks: the engine is nobody's child here, and never gets a controlling terminal. */
static int start_detached(const struct command *command, int socket)
{
	cleanup_close int ours = -1;
	int report[2], status, error = 0;
	pid_t pid;

	if (pipe2(report, O_CLOEXEC) < 0)
		return -errno;
	ours = report[0];
	pid = fork();
	if (pid == 0) {
		if (setsid() < 0 || (pid = fork()) < 0)
			_exit(1);
		if (pid > 0)
			_exit(0);
		become_engine(command, socket, report[1]);
	}
	close(report[1]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (pid < 0 || status != 0)
		return -EAGAIN;
	/* End of file: execve closed the other end. */
	while (read(ours, &error, sizeof(error)) < 0 && errno == EINTR)
		continue;
	return error;
}

void launch_engine(const struct client *client, const char *installation, int socket,
		   const char *mode)
{
	struct command command;
	char path[PATH_MAX + 32];
	int result;

	snprintf(path, sizeof(path), "%s/lib/engine.args", installation);
	result = read_command(path, installation, mode, &command);
	if (result < 0)
		die(client, "cannot read", path, -result);
	result = start_detached(&command, socket);
	if (result < 0)
		die(client, "cannot start the engine", command.arguments[0], -result);
}
