/*
 * Starting an engine. It outlives the command that needed it, so it keeps nothing of the caller: no
 * descriptors, working directory, signal state, session or cgroup, and next to no environment.
 */
#include "client.h"

enum { MAX_ARGUMENTS = 128, MAX_VARIABLES = 8, ABOVE = 64 };

struct launch {
    char text[4 * PATH_MAX]; /* of the arguments */
    char *arguments[MAX_ARGUMENTS];
    int socket;
    bool keeps_stderr;
    int error;
};

/* lib/KIND.args: one argument a line, the program first; @DIST@ stands for the installation. */
static int read_command(
    const char *path, const char *installation, const char *mode, struct launch *launch) {
    char *to = launch->text, *end = to + sizeof(launch->text), *mark;
    FILE *file = fopen(path, "re");
    char line[PATH_MAX];
    int count = 0;
    if (!file) return -errno;
    while (fgets(line, sizeof(line), file)) {
        char *from = line;
        line[strcspn(line, "\n")] = '\0';
        launch->arguments[count++] = to;
        for (; (mark = strstr(from, "@DIST@")) && to < end; from = mark + strlen("@DIST@"))
            to += snprintf(
                to, (size_t) (end - to), "%.*s%s", (int) (mark - from), from, installation);
        if (to < end) to += snprintf(to, (size_t) (end - to), "%s", from) + 1;
        if (to >= end || count == MAX_ARGUMENTS - 2) return -E2BIG;
    }
    fclose(file);
    launch->arguments[count++] = (char *) mode;
    launch->arguments[count] = NULL;
    return count < 2 ? -ENOEXEC : 0;
}

/* To the root of every hierarchy that lets it: a lone thread by `tasks`, which waits for nobody. */
static void leave_caller(void) {
    cpu_set_t processors;
    FILE *mounts = setmntent("/proc/self/mounts", "re");
    struct mntent *mount;
    while (mounts && (mount = getmntent(mounts))) {
        char path[PATH_MAX];
        bool is_v1 = strcmp(mount->mnt_type, "cgroup") == 0;
        cleanup_close int fd = -1;
        if (!is_v1 && strcmp(mount->mnt_type, "cgroup2") != 0) continue;
        snprintf(path, sizeof(path), "%s/%s", mount->mnt_dir, is_v1 ? "tasks" : "cgroup.procs");
        fd = open(path, O_WRONLY | O_CLOEXEC);
        if (fd >= 0 && write(fd, "0", 1) < 0) continue;
    }
    if (mounts) endmntent(mounts);
    memset(&processors, 0xff, sizeof(processors));
    sched_setaffinity(0, sizeof(processors), &processors);
    setpriority(PRIO_PROCESS, 0, 0);
}

/* The socket-activation protocol of sd_listen_fds(3), and what a runtime may need to find things. */
static void make_environment(char *variables[MAX_VARIABLES], char listen_pid[32]) {
    static const char *const kept[] = {"PATH=", "HOME=", "XDG_RUNTIME_DIR="};
    int count = 0;
    snprintf(listen_pid, 32, "LISTEN_PID=%d", getpid());
    variables[count++] = listen_pid;
    variables[count++] = "LISTEN_FDS=1";
    variables[count++] = "LC_ALL=C.UTF-8"; /* else a JVM refuses paths that are not ASCII */
    for (char **variable = environ; *variable; variable++)
        for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]) && count < MAX_VARIABLES - 1; i++)
            if (strncmp(*variable, kept[i], strlen(kept[i])) == 0) variables[count++] = *variable;
    variables[count] = NULL;
}

/* A private engine keeps stderr: it ends with the command, and may have to say why it cannot start. */
static int arrange_descriptors(const struct launch *launch) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int socket = fcntl(launch->socket, F_DUPFD_CLOEXEC, ABOVE); /* 3 may be the one or the other */
    if (dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
        (!launch->keeps_stderr && dup2(null, STDERR_FILENO) < 0) ||
        dup2(socket, ENGINE_LISTEN_FD) < 0 || close_from(ENGINE_LISTEN_FD + 1, CLOSE_NOW) < 0)
        return -errno;
    return 0;
}

static int become_engine(void *pointer) {
    struct launch *launch = pointer;
    char *variables[MAX_VARIABLES], listen_pid[32];
    launch->error = arrange_descriptors(launch);
    if (launch->error < 0) _exit(127);
    if (!launch->keeps_stderr) leave_caller(); /* a private engine is part of the command */
    umask(022);
    make_environment(variables, listen_pid);
    reset_signals();
    if (chdir("/") == 0) execve(launch->arguments[0], launch->arguments, variables);
    launch->error = -errno;
    _exit(127);
}

/* The process between: so the engine is nobody's child, and never gets a controlling terminal. */
static int detach(void *pointer) {
    struct launch *launch = pointer;
    int pid = setsid();
    if (pid > 0) pid = start(become_engine, launch);
    if (pid < 0) launch->error = pid;
    _exit(0);
}

/* A JVM readies its whole cache: a command that needs little may have one that holds little. */
static void name_arguments(char path[PATH_MAX + 32], const char *dist, const char *mode,
    const char *command) {
    snprintf(path, PATH_MAX + 32, "%s/lib/%s-%s.args", dist, mode + strlen("--"), command);
    if (strchr(command, '/') || access(path, R_OK) != 0)
        snprintf(path, PATH_MAX + 32, "%s/lib/%s.args", dist, mode + strlen("--"));
}

void launch_engine(
    const struct client *client, const char *installation, int socket, const char *mode) {
    struct launch launch = {.socket = socket, .keeps_stderr = strcmp(mode, "--oneshot") == 0};
    char path[PATH_MAX + 32];
    int result;
    name_arguments(path, installation, mode, client->command);
    result = read_command(path, installation, mode, &launch);
    if (result < 0) die(client, "cannot read", path, -result);
    result = start(detach, &launch);
    if (result > 0) wait_for(result), result = launch.error;
    if (result < 0) die(client, "cannot start the engine", launch.arguments[0], -result);
}
