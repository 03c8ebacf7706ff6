/*
 * Starting an engine. It outlives the command that needed it, so it keeps nothing of the caller: no
 * descriptors, working directory, signal state, session or cgroup, and next to no environment.
 */
#include "client.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum {
	MAX_ARGUMENTS = 128,
	MAX_VARIABLES = 8,
	MAX_MOUNTINFO = 1 << 18,
	REPORT_FD = ENGINE_LISTEN_FD + 1,
	ABOVE = 64, /* out of the way of the descriptors that are put in place */
};

struct command {
	char text[4 * PATH_MAX];
	char *arguments[MAX_ARGUMENTS];
};

/* Copies one line, with the installation for every @DIST@. The end of the copy, or NULL if full. */
static char *expand(const char *line, size_t length, const char *installation, char *to, char *end)
{
	static const char mark[] = "@DIST@";

	while (length > 0) {
		bool marked =
			length >= sizeof(mark) - 1 && strncmp(line, mark, sizeof(mark) - 1) == 0;
		size_t taken = marked ? sizeof(mark) - 1 : 1;
		size_t given = marked ? strlen(installation) : 1;

		if (given >= (size_t) (end - to))
			return NULL;
		memcpy(to, marked ? installation : line, given);
		to += given;
		line += taken;
		length -= taken;
	}
	*to++ = '\0';
	return to;
}

/* lib/engine.args: one argument a line, the program first. */
static int read_command(const char *path, const char *installation, const char *mode,
			struct command *command)
{
	char lines[2 * PATH_MAX + 1];
	char *to = command->text, *line = lines;
	cleanup_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? -1 : read(fd, lines, sizeof(lines) - 1);
	int count = 0;

	if (size < 0)
		return -errno;
	lines[size] = '\0';
	while (*line != '\0') {
		size_t length = strcspn(line, "\n");

		if (count == MAX_ARGUMENTS - 2)
			return -E2BIG;
		command->arguments[count++] = to;
		to = expand(line, length, installation, to, command->text + sizeof(command->text));
		if (!to)
			return -E2BIG;
		line += length + (line[length] == '\n');
	}
	command->arguments[count++] = (char *) mode;
	command->arguments[count] = NULL;
	return count < 2 ? -ENOEXEC : 0;
}

/* Moves this process to `path`/cgroup.procs; a hierarchy that refuses is left as it is. */
static void enter_cgroup(const char *path, int length)
{
	char procs[PATH_MAX];
	cleanup_close int fd = -1;

	snprintf(procs, sizeof(procs), "%.*s/cgroup.procs", length, path);
	fd = open(procs, O_WRONLY | O_CLOEXEC);
	if (fd >= 0 && write(fd, "0", 1) < 0)
		return;
}

/* proc_pid_mountinfo(5): the mount point is the fifth field, the type follows " - ". */
static void leave_cgroups(void)
{
	char text[MAX_MOUNTINFO];
	cleanup_close int fd = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
	ssize_t size = 0, got;

	while (fd >= 0 && (got = read(fd, text + size, sizeof(text) - 1 - (size_t) size)) > 0)
		size += got;
	text[size] = '\0';
	for (char *line = text, *next; (next = strchr(line, '\n')); line = next + 1) {
		char *type, *point = line;

		*next = '\0';
		type = strstr(line, " - ");
		for (int field = 1; field < 5 && point; field++)
			point = strchr(point + 1, ' ');
		if (point && type && strncmp(type + 3, "cgroup", 6) == 0)
			enter_cgroup(point + 1, (int) strcspn(point + 1, " "));
	}
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
	return close_range(REPORT_FD + 1, ~0U, 0) < 0 ? -errno : 0;
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
