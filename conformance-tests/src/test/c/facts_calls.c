/* Facts about system calls: what the kernel, or a seccomp filter in front of it, answers to harmless ones. */
#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct call {
	const char *name;
	long number;
	long arguments[4];
};

/* Arguments are chosen so that an allowed call fails or does nothing that outlives the child that makes it. */
static const struct call calls[] = {
    {"unshare(CLONE_NEWUSER)", SYS_unshare, {CLONE_NEWUSER}},
    {"unshare(CLONE_FS)", SYS_unshare, {CLONE_FS}},
    {"unshare(CLONE_NEWNS)", SYS_unshare, {CLONE_NEWNS}},
    {"clone3(NULL)", SYS_clone3, {0, 0}},
    {"mount(NULL)", SYS_mount, {0, 0, 0, 0}},
    {"umount2(NULL)", SYS_umount2, {0, 0}},
    {"setns(-1)", SYS_setns, {-1, 0}},
    {"keyctl(-1)", SYS_keyctl, {-1}},
    {"add_key(NULL)", SYS_add_key, {0, 0, 0, 0}},
    {"bpf(-1)", SYS_bpf, {-1, 0, 0}},
    {"ptrace(-1)", SYS_ptrace, {-1, 0, 0, 0}},
    {"personality(-1)", SYS_personality, {0xffffffff}},
    {"personality(PER_LINUX)", SYS_personality, {0}},
    {"personality(ADDR_NO_RANDOMIZE)", SYS_personality, {0x0040000}},
    {"socket(AF_UNIX)", SYS_socket, {AF_UNIX, SOCK_STREAM, 0}},
    {"socket(AF_NETLINK)", SYS_socket, {AF_NETLINK, SOCK_RAW, 0}},
    {"socket(AF_VSOCK)", SYS_socket, {40, SOCK_STREAM, 0}},
    {"socket(AF_PACKET)", SYS_socket, {17, SOCK_RAW, 0}},
    {"socket(SOCK_RAW)", SYS_socket, {AF_INET, SOCK_RAW, 1}},
    {"io_uring_setup(0)", SYS_io_uring_setup, {0, 0}},
    {"userfaultfd(-1)", SYS_userfaultfd, {-1}},
    {"perf_event_open(NULL)", SYS_perf_event_open, {0, 0, 0, 0}},
    {"open_by_handle_at(-1)", SYS_open_by_handle_at, {-1, 0, 0}},
    {"name_to_handle_at(-1)", SYS_name_to_handle_at, {-1, 0, 0, 0}},
    {"syslog(size)", SYS_syslog, {10, 0, 0}},
    {"swapon(NULL)", SYS_swapon, {0, 0}},
    {"sethostname(NULL)", SYS_sethostname, {0, 1}},
    {"settimeofday(NULL)", SYS_settimeofday, {0, 0}},
    {"chroot(NULL)", SYS_chroot, {0}},
    {"fchmodat2", 452, {-1, 0, 0, 0}},
    {"futex_waitv", 449, {0, 0, 0, 0}},
    {"no such call", 1000, {0}},
    {"getuid", SYS_getuid, {0}},
};

void call_facts(void) {
	fflush(stdout);
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		const struct call *call = &calls[i];
		pid_t child = fork();
		if (child < 0) {
			fact("call", call->name, "fork: %s", error_name(errno));
			continue;
		}
		if (child == 0) {
			long result = syscall((int)call->number, call->arguments[0], call->arguments[1], call->arguments[2], call->arguments[3]);
			_exit(result == -1 ? errno : 0);
		}
		int status = 0;
		waitpid(child, &status, 0);
		if (WIFSIGNALED(status))
			fact("call", call->name, "killed by signal %d", WTERMSIG(status));
		else
			fact("call", call->name, "%s", WEXITSTATUS(status) ? error_name(WEXITSTATUS(status)) : "ok");
	}
}
