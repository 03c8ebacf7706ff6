/*
 * The program that runs inside the containers of the test suite. It is static, needs no file but itself, and
 * either prints what it sees as one flat JSON object (`facts`) or plays a part that a test needs (see usage).
 */
#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void json_string(const char *text) {
	putchar('"');
	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		if (*c == '"' || *c == '\\')
			printf("\\%c", *c);
		else if (*c < 0x20 || *c >= 0x7f)
			printf("\\u%04x", *c);
		else
			putchar(*c);
	}
	putchar('"');
}

void fact(const char *group, const char *name, const char *format, ...) {
	static char value[65536];
	static int any;
	char key[4352];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(value, sizeof value, format, arguments);
	va_end(arguments);
	snprintf(key, sizeof key, name ? "%s:%s" : "%s", group, name);
	fputs(any++ ? ",\n" : "", stdout);
	json_string(key);
	putchar(':');
	json_string(value);
}

const char *error_name(int error) {
	static char number[16];
	const char *name = strerrorname_np(error);
	if (name)
		return name;
	snprintf(number, sizeof number, "%d", error);
	return number;
}

long read_file(const char *path, char *buffer, size_t size) {
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	size_t length = 0;
	ssize_t n;
	while (length + 1 < size && (n = read(fd, buffer + length, size - length - 1)) > 0)
		length += (size_t)n;
	close(fd);
	buffer[length] = '\0';
	return (long)length;
}

static int facts(int argc, char **argv) {
	putchar('{');
	kernel_facts();
	view_facts(argc, argv);
	call_facts();
	puts("}");
	return fflush(stdout) ? 1 : 0;
}

static volatile sig_atomic_t last_signal;

static void remember(int number) {
	last_signal = number;
}

/* Prints `ready`, then `signal N` for each signal that arrives; TERM also ends it, with exit code 0. */
static int trap(void) {
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	puts("ready");
	fflush(stdout);
	for (;;) {
		int number = 0;
		if (sigwait(&all, &number))
			continue;
		printf("signal %d\n", number);
		fflush(stdout);
		if (number == SIGTERM)
			return 0;
	}
}

/* Prints `ready`; on USR1, has a child use memory until it is killed, and prints `eaten`. */
static int eat(void) {
	sigset_t signals;
	int number = 0;
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	puts("ready");
	fflush(stdout);
	sigwait(&signals, &number);
	pid_t child = fork();
	while (child == 0) {
		char *piece = malloc(1 << 20);
		if (piece)
			memset(piece, 1, 1 << 20);
	}
	waitpid(child, NULL, 0);
	puts("eaten");
	fflush(stdout);
	while (pause() < 0)
		continue;
	return 0;
}

/* Writes to a file and waits for the disk, again and again. */
static int sync_for_ever(const char *path) {
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	puts("ready");
	fflush(stdout);
	while (fd >= 0 && pwrite(fd, path, 1, 0) == 1 && fsync(fd) == 0)
		continue;
	return 1;
}

/*
 * Prints the size of the terminal now, after each SIGWINCH and after each line of input, until that is `quit`. The signal
 * is blocked but while it is waited for, so that none is missed.
 */
static int size(void) {
	struct sigaction action = {.sa_handler = remember};
	sigset_t resized, before;
	sigemptyset(&resized);
	sigaddset(&resized, SIGWINCH);
	sigprocmask(SIG_BLOCK, &resized, &before);
	sigaction(SIGWINCH, &action, NULL);
	for (;;) {
		struct winsize now = {0};
		struct pollfd input = {.fd = 0, .events = POLLIN};
		ioctl(0, TIOCGWINSZ, &now);
		printf("size %dx%d\n", now.ws_col, now.ws_row);
		fflush(stdout);
		if (ppoll(&input, 1, NULL, &before) < 0 && errno == EINTR)
			continue;
		char line[64];
		ssize_t n = read(0, line, sizeof line - 1);
		if (n == 0 || (n > 0 && !strncmp(line, "quit", 4)))
			return 0;
		if (n < 0 && errno != EINTR)
			return 1;
	}
}

/*
 * As a hook: appends one record (name, arguments, environment, cwd, state from stdin) to a file, in one write so
 * that records of several hooks stay apart.
 */
static int hook(int argc, char **argv, char **environment) {
	static char record[131072];
	size_t used = 0;
	char cwd[4096] = "";
	if (!getcwd(cwd, sizeof cwd))
		cwd[0] = '\0';
	used += (size_t)snprintf(record, sizeof record, "hook %s\ncwd %s\numask %03o\n", argv[3], cwd, (unsigned)umask(0));
	for (int i = 0; i < argc && used < sizeof record; i++)
		used += (size_t)snprintf(record + used, sizeof record - used, "arg %s\n", argv[i]);
	for (char **e = environment; *e && used < sizeof record; e++)
		used += (size_t)snprintf(record + used, sizeof record - used, "env %s\n", *e);
	used += (size_t)snprintf(record + used, sizeof record - used, "state ");
	ssize_t n;
	while (used + 2 < sizeof record && (n = read(0, record + used, sizeof record - used - 2)) > 0)
		used += (size_t)n;
	for (size_t i = 0; i < used; i++)
		if (record[i] == '\n' && i + 1 < used && record[i + 1] == ' ')
			record[i] = ' ';
	record[used++] = '\n';
	int fd = open(argv[2], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0 || write(fd, record, used) != (ssize_t)used)
		return 1;
	return argc > 4 ? atoi(argv[4]) : 0;
}

/* Writes its pid (as seen here) to a file and waits for ever: stops a runtime at a known step. */
static int stall(const char *file) {
	FILE *out = fopen(file, "we");
	if (!out || fprintf(out, "%d\n", getpid()) < 0 || fclose(out))
		return 1;
	for (;;)
		pause();
}

static int copy(void) {
	char buffer[4096];
	ssize_t n;
	while ((n = read(0, buffer, sizeof buffer)) > 0)
		if (write(1, buffer, (size_t)n) != n)
			return 1;
	return n < 0;
}

/* Forks a child that outlives it: the runtime has to deal with a second process in the container. */
static int orphan(void) {
	if (fork() == 0)
		for (;;)
			pause();
	puts("forked");
	return 0;
}

/* Tries to write the first byte of a program over itself, and notes in a file what came of it. */
static int overwrite(const char *program, const char *result) {
	FILE *out = fopen(result, "ae");
	int fd = open(program, O_WRONLY | O_CLOEXEC);
	if (!out)
		return 1;
	if (fd < 0)
		fprintf(out, "open: %s\n", error_name(errno));
	else
		fprintf(out, "write: %s\n", pwrite(fd, "\x7f", 1, 0) == 1 ? "ok" : error_name(errno));
	return fclose(out);
}

/*
 * Tries again and again to get at what the other processes of its pid namespace hold; prints `reached PID WHAT` for
 * what it can have and `denied PID` once for a process that is there and gives away nothing.
 */
static void peek(void) {
	static const char *const things[] = {"exe", "fd/0", "fd/3", "root", "cwd", "mem"};
	int seen[64] = {0};
	for (;;)
		for (int pid = 2; pid < 64; pid++) {
			char path[64];
			for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
				snprintf(path, sizeof path, "/proc/%d/%s", pid, things[i]);
				int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
				if (fd >= 0 || (errno == EACCES && !seen[pid]++))
					printf(fd >= 0 ? "reached %d %s\n" : "denied %d\n", pid, things[i]);
				if (fd >= 0)
					close(fd);
			}
			fflush(stdout);
		}
}

/* Exchanges pairs of paths for ever: whoever looks one of them up finds sometimes this, sometimes that. */
static int race(int count, char **paths) {
	for (;;)
		for (int i = 0; i + 1 < count; i += 2)
			if (renameat2(AT_FDCWD, paths[i], AT_FDCWD, paths[i + 1], RENAME_EXCHANGE))
				return 1;
}

static const char usage[] =
    "usage: probe facts [read=PATH|text=PATH|write=PATH|sysctl=PATH]... | true | exit N | wait | trap | size | cat | orphan |\n"
    "       fork | peek | race PATH PATH... | overwrite PROGRAM FILE | echo TEXT | write FD TEXT | stall FILE | hook FILE NAME [EXIT] |\n"
    "       complain [EXIT] | sweep | call NUMBER[,ARGUMENT]... | interrupted NUMBER\n";

int main(int argc, char **argv, char **environment) {
	const char *verb = argc > 1 ? argv[1] : "";
	if (!strcmp(verb, "facts"))
		return facts(argc, argv);
	if (!strcmp(verb, "sweep"))
		return sweep();
	if (!strcmp(verb, "call") && argc > 2)
		return make_calls(argc - 2, argv + 2);
	if (!strcmp(verb, "interrupted") && argc > 2)
		return interrupted_call(argv[2]);
	if (!strcmp(verb, "true"))
		return 0;
	if (!strcmp(verb, "exit") && argc > 2)
		return atoi(argv[2]);
	if (!strcmp(verb, "wait"))
		for (;;)
			pause();
	if (!strcmp(verb, "trap"))
		return trap();
	if (!strcmp(verb, "eat"))
		return eat();
	if (!strcmp(verb, "sync") && argc > 2)
		return sync_for_ever(argv[2]);
	if (!strcmp(verb, "size"))
		return size();
	if (!strcmp(verb, "peek"))
		peek();
	if (!strcmp(verb, "complain"))
		return puts("out") < 0 || fputs("err\n", stderr) < 0 ? 1 : argc > 2 ? atoi(argv[2]) : 0;
	if (!strcmp(verb, "race") && argc > 3)
		return race(argc - 2, argv + 2);
	if (!strcmp(verb, "cat"))
		return copy();
	if (!strcmp(verb, "orphan"))
		return orphan();
	if (!strcmp(verb, "fork")) {
		pid_t child = fork();
		if (child < 0)
			printf("fork: %s\n", error_name(errno));
		if (child == 0)
			_exit(0);
		return child < 0 ? 1 : waitpid(child, NULL, 0) != child;
	}
	if (!strcmp(verb, "echo") && argc > 2)
		return puts(argv[2]) < 0;
	if (!strcmp(verb, "write") && argc > 3)
		return write(atoi(argv[2]), argv[3], strlen(argv[3])) < 0;
	if (!strcmp(verb, "overwrite") && argc > 3)
		return overwrite(argv[2], argv[3]);
	if (!strcmp(verb, "stall") && argc > 2)
		return stall(argv[2]);
	if (!strcmp(verb, "hook") && argc > 3)
		return hook(argc, argv, environment);
	fputs(usage, stderr);
	return 64;
}
