/* What a seccomp filter, and behind it the kernel, answers to every system call there is. */
#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NEWEST = 480, X32 = 0x40000000, X32_ONLY = 512, PATIENCE = 3000 };

/* Without the C library: vfork(2) would return to its caller twice, on one stack. */
static long call(long number, const long *arguments) {
	long result;
#ifdef __x86_64__
	register long fourth __asm__("r10") = arguments[3];
	register long fifth __asm__("r8") = arguments[4];
	register long sixth __asm__("r9") = arguments[5];
	__asm__ volatile("syscall"
	                 : "=a"(result)
	                 : "a"(number), "D"(arguments[0]), "S"(arguments[1]), "d"(arguments[2]), "r"(fourth), "r"(fifth), "r"(sixth)
	                 : "rcx", "r11", "memory");
#else
	result = syscall(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
	if (result == -1)
		result = -errno;
#endif
	return result;
}

#ifdef __x86_64__
/* The entry of 32-bit programs, with the arguments -1. */
static long call32(long number) {
	long result;
	__asm__ volatile("push %%rbx\n\tpush %%rbp\n\tmov $-1, %%ebx\n\tmov $-1, %%ebp\n\tint $0x80\n\tpop %%rbp\n\tpop %%rbx"
	                 : "=a"(result)
	                 : "a"(number), "c"(-1), "d"(-1), "S"(-1), "D"(-1)
	                 : "r8", "r9", "r10", "r11", "memory");
	return (int)result;
}
#endif

static void outcome(const char *group, long number, int status) {
	char name[16];
	snprintf(name, sizeof name, "%ld", number);
	if (WIFSIGNALED(status))
		fact(group, name, "killed by signal %d", WTERMSIG(status));
	else
		fact(group, name, "%s", WEXITSTATUS(status) ? error_name(WEXITSTATUS(status)) : "ok");
}

/* Ends a process that waits for something: some calls do, also with all signals blocked. */
static int end_of(pid_t child) {
	struct pollfd end = {.fd = (int)syscall(SYS_pidfd_open, child, 0), .events = POLLIN};
	if (poll(&end, 1, PATIENCE) == 0)
		kill(child, SIGKILL);
	close(end.fd);
	int status = 0;
	waitpid(child, &status, 0);
	return status;
}

/* One call in a process of its own. */
static void attempt(const char *group, long number, int narrow) {
	static const long bad[6] = {-1, -1, -1, -1, -1, -1};
	pid_t child = fork();
	if (child == 0) {
#ifdef __x86_64__
		long result = narrow ? call32(number) : call(number, bad);
#else
		long result = call(number, bad);
#endif
		_exit(result < 0 && result > -4096 ? (int)-result : 0);
	}
	outcome(group, number, end_of(child));
}

/*
 * All arguments are -1: no descriptor, no process, no address, and for most calls no valid flags. What would wait for
 * ever, or for all disks, is left out.
 */
int sweep(void) {
	putchar('{');
	fflush(stdout);
	setvbuf(stdout, NULL, _IOFBF, 1 << 20);
	for (long number = 0; number < NEWEST; number++)
		if (number != SYS_sync && number != SYS_pause)
			attempt("call", number, 0);
	attempt("call", 1000, 0);
#ifdef __x86_64__
	for (long number = 0; number < NEWEST; number++)
		if (number != 29 && number != 36 && number != 72) /* pause, sync, sigsuspend */
			attempt("i386", number, 1);
	for (long number = 0; number < X32_ONLY + 60; number++)
		if (number != SYS_sync && number != SYS_pause)
			attempt("x32", X32 + number, 0);
#endif
	puts("}");
	return fflush(stdout) ? 1 : 0;
}

static void nothing(int number) {
	(void)number;
}

/* Makes one call, which a signal interrupts after a fifth of a second if it lets itself be interrupted. */
int interrupted_call(const char *text) {
	struct sigaction action = {.sa_handler = nothing};
	sigaction(SIGALRM, &action, NULL);
	ualarm(200000, 0);
	static const long zeros[6];
	long result = call(atol(text), zeros);
	printf("%s %s\n", text, result < 0 ? error_name((int)-result) : "ok");
	return fflush(stdout) ? 1 : 0;
}

/* Makes calls that are given as NUMBER or NUMBER,ARGUMENT,..., and prints what each returns. */
int make_calls(int count, char **texts) {
	for (int i = 0; i < count; i++) {
		long arguments[6] = {0};
		char *rest = texts[i];
		long number = strtol(rest, &rest, 0);
		for (int n = 0; *rest == ',' && n < 6; n++)
			arguments[n] = (long)strtoull(rest + 1, &rest, 0);
		pid_t child = fork();
		if (child == 0) {
			long result = call(number, arguments);
			_exit(result < 0 && result > -4096 ? (int)-result : 0);
		}
		int status = 0;
		waitpid(child, &status, 0);
		if (WIFSIGNALED(status))
			printf("%s killed by signal %d\n", texts[i], WTERMSIG(status));
		else
			printf("%s %s\n", texts[i], WEXITSTATUS(status) ? error_name(WEXITSTATUS(status)) : "ok");
	}
	return fflush(stdout) ? 1 : 0;
}
