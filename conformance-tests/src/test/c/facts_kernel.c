/* Facts about the process itself: status, namespaces, identity, limits, scheduling, cgroups, keyring. */
#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

static char buffer[65536];

/* Lines of /proc/self/status that say something about the container; sizes and counters change from run to run. */
static const char *const status_fields[] = {
    "Name",      "Umask",       "TracerPid",       "Uid",          "Gid",
    "Groups",    "Threads",
    "SigPnd",    "ShdPnd",      "SigBlk",          "SigIgn",       "SigCgt",
    "CapInh",    "CapPrm",      "CapEff",          "CapBnd",       "CapAmb",
    "NoNewPrivs", "Seccomp",    "Seccomp_filters", "Cpus_allowed", "Mems_allowed_list",
    "Speculation_Store_Bypass", "SpeculationIndirectBranch", "THP_enabled", "CoreDumping"};

static void status(void) {
	if (read_file("/proc/self/status", buffer, sizeof buffer) < 0)
		return;
	char *rest = NULL;
	for (char *line = strtok_r(buffer, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char *value = strchr(line, ':');
		if (!value)
			continue;
		*value++ = '\0';
		value += strspn(value, " \t");
		for (char *c = value; *c; c++)
			if (*c == '\t')
				*c = ' ';
		for (size_t i = 0; i < sizeof status_fields / sizeof *status_fields; i++)
			if (!strcmp(line, status_fields[i]))
				fact("status", line, "%s", value);
	}
}

static void namespaces(void) {
	static const char *const names[] = {"cgroup", "ipc", "mnt", "net", "pid", "pid_for_children",
	                                    "time",   "user", "uts", "time_for_children"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char path[64], target[128];
		snprintf(path, sizeof path, "/proc/self/ns/%s", names[i]);
		ssize_t n = readlink(path, target, sizeof target - 1);
		target[n < 0 ? 0 : n] = '\0';
		fact("namespace", names[i], "%s", n < 0 ? error_name(errno) : target);
	}
}

static void limits(void) {
	static const char *const names[RLIM_NLIMITS] = {"CPU",     "FSIZE", "DATA",       "STACK",    "CORE",  "RSS",
	                                                "NPROC",   "NOFILE", "MEMLOCK",   "AS",       "LOCKS", "SIGPENDING",
	                                                "MSGQUEUE", "NICE", "RTPRIO",     "RTTIME"};
	for (unsigned i = 0; i < RLIM_NLIMITS; i++) {
		struct rlimit limit;
		if (!getrlimit(i, &limit))
			fact("rlimit", names[i], "%lld:%lld", (long long)limit.rlim_cur, (long long)limit.rlim_max);
	}
}

/* The content of a small file on one line, runs of blanks made one blank. */
static void file_fact(const char *group, const char *path) {
	char text[4096];
	long length = read_file(path, text, sizeof text);
	if (length < 0) {
		fact(group, path, "%s", error_name((int)-length));
		return;
	}
	char *out = text;
	for (char *in = text; *in; in++) {
		char c = *in == '\n' || *in == '\t' ? ' ' : *in;
		if (c != ' ' || (out > text && out[-1] != ' '))
			*out++ = c;
	}
	while (out > text && out[-1] == ' ')
		out--;
	*out = '\0';
	fact(group, path, "%s", text);
}

static void cgroups(void) {
	if (read_file("/proc/self/cgroup", buffer, sizeof buffer) < 0)
		return;
	char *rest = NULL;
	for (char *line = strtok_r(buffer, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char *controllers = strchr(line, ':');
		char *path = controllers ? strchr(controllers + 1, ':') : NULL;
		if (!path)
			continue;
		*path++ = '\0';
		fact("cgroup", controllers + 1, "%s", path);
	}
}

static void keyring(void) {
	long id = syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0);
	if (id < 0) {
		fact("keyring", "session", "%s", error_name(errno));
		return;
	}
	char text[256] = "";
	long n = syscall(SYS_keyctl, KEYCTL_DESCRIBE, id, text, sizeof text - 1);
	fact("keyring", "session", "%s", n < 0 ? error_name(errno) : text);
}

/* A process group or session id is told by what it is, not by its number, which differs from run to run. */
static const char *relation(pid_t id) {
	return id == getpid() ? "own" : id == 0 ? "outside" : "other";
}

/* struct sched_attr of sched_setattr(2) without the clamps. */
struct attributes {
	unsigned size, policy;
	unsigned long long flags;
	int nice;
	unsigned priority;
	unsigned long long runtime, deadline, period;
};

static void scheduling(void) {
	struct attributes a = {0};
	if (syscall(SYS_sched_getattr, 0, &a, sizeof a, 0))
		fact("scheduler", NULL, "%s", error_name(errno));
	else
		fact("scheduler", NULL, "policy %u nice %d priority %u flags %llu times %llu %llu %llu", a.policy, a.nice, a.priority,
		     a.flags, a.policy == 6 ? a.runtime : 0, a.deadline, a.period);
	int mode = 0;
	unsigned long nodes[16] = {0};
	if (syscall(SYS_get_mempolicy, &mode, nodes, sizeof nodes * 8, 0, 0))
		fact("mempolicy", NULL, "%s", error_name(errno));
	else
		fact("mempolicy", NULL, "mode %x nodes %lx", (unsigned)mode, nodes[0]);
}

static void identity(void) {
	struct utsname names;
	uname(&names);
	fact("hostname", NULL, "%s", names.nodename);
	fact("domainname", NULL, "%s", names.domainname);
	fact("pid", NULL, "%s", getpid() == 1 ? "1" : "another");
	fact("parent", NULL, "%s", getppid() == 0 ? "outside" : "visible");
	fact("session", NULL, "%s", relation(getsid(0)));
	fact("group", NULL, "%s", relation(getpgrp()));
	fact("personality", NULL, "%x", (unsigned)personality(0xffffffff));
	fact("ioprio", NULL, "%ld", syscall(SYS_ioprio_get, 1, 0));
	fact("prctl", "dumpable", "%d", prctl(PR_GET_DUMPABLE));
	fact("prctl", "securebits", "%d", prctl(PR_GET_SECUREBITS));
	fact("prctl", "keepcaps", "%d", prctl(PR_GET_KEEPCAPS));
	fact("prctl", "timerslack", "%d", prctl(PR_GET_TIMERSLACK));
	int value = -1;
	prctl(PR_GET_PDEATHSIG, &value);
	fact("prctl", "pdeathsig", "%d", value);
	prctl(PR_GET_CHILD_SUBREAPER, &value);
	fact("prctl", "subreaper", "%d", value);
}

void kernel_facts(void) {
	static const char *const files[] = {"/proc/self/oom_score_adj", "/proc/self/uid_map",        "/proc/self/gid_map",
	                                    "/proc/self/setgroups",     "/proc/self/timens_offsets", "/proc/self/coredump_filter",
	                                    "/proc/self/attr/current"};
	status();
	identity();
	scheduling();
	namespaces();
	limits();
	cgroups();
	keyring();
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		file_fact("file", files[i]);
}
