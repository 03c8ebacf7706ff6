/* Facts about what the process sees: mounts, devices, descriptors, environment, terminal, network, paths. */
#define _GNU_SOURCE
#include "probe.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

extern char **environ;
static char buffer[262144];

/* The optional fields of a mountinfo line name the propagation; the numbers of peer groups differ from run to run. */
static void propagation(const char *optional, char *out, size_t size) {
	out[0] = '\0';
	static const char *const kinds[][2] = {
	    {"shared:", " shared"}, {"master:", " slave"}, {"unbindable", " unbindable"}};
	for (size_t i = 0; i < 3; i++)
		if (strstr(optional, kinds[i][0]))
			strncat(out, kinds[i][1], size - strlen(out) - 1);
	if (!out[0])
		strncat(out, " private", size - 1);
}

static void mounts(void) {
	static char targets[65536];
	if (read_file("/proc/self/mountinfo", buffer, sizeof buffer) < 0)
		return;
	char *rest = NULL;
	for (char *line = strtok_r(buffer, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char root[4096], target[4096], options[1024], type[128], source[4096], super[4096], how[64];
		int end = 0;
		char *dash = strstr(line, " - ");
		if (!dash || sscanf(line, "%*d %*d %*s %4095s %4095s %1023s%n", root, target, options, &end) != 3)
			continue;
		*dash = '\0';
		if (sscanf(dash + 3, "%127s %4095s %4095s", type, source, super) != 3)
			continue;
		propagation(line + end, how, sizeof how);
		char key[4200];
		size_t again = 1;
		snprintf(key, sizeof key, "%s ", target);
		for (char *at = targets; (at = strstr(at, key)); at++)
			again += at == targets || at[-1] == ' ';
		strncat(targets, key, sizeof targets - strlen(targets) - 1);
		snprintf(key, sizeof key, again > 1 ? "%s#%zu" : "%s", target, again);
		fact("mount", key, "%s from %s root %s options %s super %s%s", type, source, root, options, super, how);
	}
	fact("mount-order", NULL, "%s", targets);
}

static void describe(const char *kind, const char *path, const char *name) {
	struct stat st;
	char link[4096];
	if (lstat(path, &st)) {
		fact(kind, name, "%s", error_name(errno));
		return;
	}
	switch (st.st_mode & S_IFMT) {
	case S_IFLNK: {
		ssize_t n = readlink(path, link, sizeof link - 1);
		link[n < 0 ? 0 : n] = '\0';
		fact(kind, name, "-> %s", link);
		return;
	}
	case S_IFCHR:
	case S_IFBLK:
		fact(kind, name, "%s %u:%u mode %04o owner %u:%u", S_ISCHR(st.st_mode) ? "char" : "block", major(st.st_rdev),
		     minor(st.st_rdev), st.st_mode & 07777u, st.st_uid, st.st_gid);
		return;
	default:
		fact(kind, name, "%s mode %04o owner %u:%u", S_ISDIR(st.st_mode) ? "directory" : S_ISFIFO(st.st_mode) ? "fifo" : "file",
		     st.st_mode & 07777u, st.st_uid, st.st_gid);
	}
}

static void devices(void) {
	DIR *dir = opendir("/dev");
	struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		char path[512];
		if (!strcmp(entry->d_name, "."))
			continue;
		snprintf(path, sizeof path, "/dev/%s", entry->d_name);
		if (strcmp(entry->d_name, ".."))
			describe("device", path, entry->d_name);
	}
	if (dir)
		closedir(dir);
	describe("device", "/dev/pts/ptmx", "pts/ptmx");
	describe("device", "/dev/pts/0", "pts/0");
	describe("device", "/", "root directory");
}

/* Descriptors by number and kind; the numbers inside `pipe:[123]` and the like are left out. */
static void descriptors(void) {
	for (int fd = 0; fd < 256; fd++) {
		struct stat st;
		if (fstat(fd, &st))
			continue;
		char path[64], target[4096], name[16];
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		ssize_t n = readlink(path, target, sizeof target - 1);
		target[n < 0 ? 0 : n] = '\0';
		char *number = strstr(target, ":[");
		if (number)
			*number = '\0';
		snprintf(name, sizeof name, "%d", fd);
		fact("fd", name, "%s flags %o%s", target, fcntl(fd, F_GETFL) & (O_ACCMODE | O_APPEND | O_NONBLOCK | O_SYNC), fcntl(fd, F_GETFD) ? " close-on-exec" : "");
	}
}

static void environment(int argc, char **argv) {
	static char text[65536];
	for (char **e = environ; *e; e++) {
		char *equals = strchr(*e, '=');
		strncat(text, *e, equals ? (size_t)(equals - *e) : strlen(*e));
		strcat(text, " ");
		if (equals) {
			*equals = '\0';
			fact("env", *e, "%s", equals + 1);
			*equals = '=';
		}
	}
	fact("env-order", NULL, "%s", text);
	text[0] = '\0';
	for (int i = 0; i < argc; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), i ? " %s" : "%s", argv[i]);
	fact("arguments", NULL, "%s", text);
	char *cwd = getcwd(text, sizeof text);
	fact("cwd", NULL, "%s", cwd ? cwd : error_name(errno));
	ssize_t n = readlink("/proc/self/exe", text, sizeof text - 1);
	text[n < 0 ? 0 : n] = '\0';
	fact("exe", NULL, "%s", text);
}

static void terminal(void) {
	for (int fd = 0; fd < 3; fd++) {
		char name[8], path[128];
		struct winsize size = {0};
		struct termios mode;
		struct stat st;
		snprintf(name, sizeof name, "%d", fd);
		if (!isatty(fd) || fstat(fd, &st) || tcgetattr(fd, &mode) || ttyname_r(fd, path, sizeof path)) {
			fact("tty", name, "no");
			continue;
		}
		ioctl(fd, TIOCGWINSZ, &size);
		fact("tty", name, "%s size %dx%d mode %04o owner %u:%u iflag %o oflag %o lflag %o foreground %s", path, size.ws_col,
		     size.ws_row, st.st_mode & 07777u, st.st_uid, st.st_gid, mode.c_iflag, mode.c_oflag, mode.c_lflag,
		     tcgetpgrp(fd) == getpgrp() ? "own" : "other");
	}
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	fact("tty", "controlling", "%s", fd < 0 ? error_name(errno) : "yes");
	if (fd >= 0)
		close(fd);
}

static void network(void) {
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct if_nameindex *all = fd < 0 ? NULL : if_nameindex();
	for (struct if_nameindex *one = all; one && one->if_index; one++) {
		struct ifreq request = {0};
		char address[64] = "none";
		strncpy(request.ifr_name, one->if_name, IFNAMSIZ - 1);
		if (!ioctl(fd, SIOCGIFADDR, &request))
			inet_ntop(AF_INET, &((struct sockaddr_in *)(void *)&request.ifr_addr)->sin_addr, address, sizeof address);
		ioctl(fd, SIOCGIFFLAGS, &request);
		fact("interface", one->if_name, "%s address %s", request.ifr_flags & IFF_UP ? "up" : "down", address);
	}
	if_freenameindex(all);
	close(fd);
}

static void reads(const char *path) {
	char text[64];
	DIR *dir = opendir(path);
	if (dir) {
		int count = 0;
		while (readdir(dir))
			count++;
		closedir(dir);
		fact("read", path, count > 2 ? "directory with entries" : "empty directory");
		return;
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text);
	fact("read", path, "%s", n < 0 ? error_name(errno) : n == 0 ? "empty" : "bytes");
	if (fd >= 0)
		close(fd);
}

/* Opens for writing and writes nothing; in a directory a file is made and removed again. */
static void writes(const char *path) {
	char inside[4096];
	struct stat st;
	int directory = !stat(path, &st) && S_ISDIR(st.st_mode);
	snprintf(inside, sizeof inside, directory ? "%s/.probe" : "%s", path);
	int fd = open(inside, O_WRONLY | O_CLOEXEC | O_NONBLOCK | (directory ? O_CREAT | O_EXCL : 0), 0600);
	fact("write", path, "%s", fd < 0 ? error_name(errno) : "ok");
	if (fd >= 0)
		close(fd);
	if (fd >= 0 && directory)
		unlink(inside);
}

static void sysctl(const char *name) {
	char path[512], value[256];
	snprintf(path, sizeof path, "/proc/sys/%s", name);
	for (char *c = path; *c; c++)
		if (*c == '.')
			*c = '/';
	long n = read_file(path, value, sizeof value);
	value[strcspn(value, "\n")] = '\0';
	fact("sysctl", name, "%s", n < 0 ? error_name((int)-n) : value);
}

/* The content of a file, a semicolon for each newline but the last. */
static void text(const char *path) {
	char value[4096];
	long n = read_file(path, value, sizeof value);
	for (char *c = value; n > 0 && *c; c++)
		if (*c == '\n')
			*c = c[1] ? ';' : '\0';
	fact("text", path, "%s", n < 0 ? error_name((int)-n) : value);
}

static void paths(int argc, char **argv) {
	struct timespec now;
	static const char *const read_always[] = {"/proc/acpi",       "/proc/asound",     "/proc/kcore",       "/proc/keys",
	                                          "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug",
	                                          "/sys/firmware",    "/proc/scsi",       "/sys/fs/cgroup",    "/sys/kernel"};
	static const char *const write_always[] = {"/",       "/dev",     "/tmp",         "/proc/bus",           "/proc/fs", "/proc/irq",
	                                           "/proc/sys/kernel/domainname", "/proc/sysrq-trigger", "/dev/shm", "/dev/null",
	                                           "/dev/mqueue", "/sys/fs/cgroup"};
	for (size_t i = 0; i < sizeof read_always / sizeof *read_always; i++)
		reads(read_always[i]);
	for (size_t i = 0; i < sizeof write_always / sizeof *write_always; i++)
		writes(write_always[i]);
	for (int i = 2; i < argc; i++) {
		if (!strncmp(argv[i], "read=", 5))
			reads(argv[i] + 5);
		else if (!strncmp(argv[i], "write=", 6))
			writes(argv[i] + 6);
		else if (!strncmp(argv[i], "sysctl=", 7))
			sysctl(argv[i] + 7);
		else if (!strncmp(argv[i], "text=", 5))
			text(argv[i] + 5);
		else if (!strncmp(argv[i], "clock=", 6) && !clock_gettime(atoi(argv[i] + 6), &now))
			fact("clock", argv[i] + 6, "%lld.%09ld", (long long)now.tv_sec, now.tv_nsec);
		else if (!strncmp(argv[i], "stat=", 5))
			describe("stat", argv[i] + 5, argv[i] + 5);
	}
}

void view_facts(int argc, char **argv) {
	descriptors();
	mounts();
	devices();
	environment(argc, argv);
	terminal();
	network();
	paths(argc, argv);
}
