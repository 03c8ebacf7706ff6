/*
 * Runs the real client against fake_engine: `client_test DIRECTORY`, where the built programs are.
 * As root in a mount namespace of its own with an empty /run; else with a runtime directory of its own.
 */
#include "protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static char installation[64] = "/tmp/jrunc-client-test.XXXXXX";
static char runtime_directory[128];
static char client_path[128];
static int failures;

#define EXPECT(condition)                                                            \
    do {                                                                             \
        if (!(condition)) {                                                          \
            fprintf(stderr, "%s:%d: expected %s\n", __func__, __LINE__, #condition); \
            failures++;                                                              \
        }                                                                            \
    } while (0)

/* One run of the client: what it wrote, and how it ended. */
struct result {
    int status;
    char out[16384];
    char err[8192];
};

struct running {
    pid_t pid;
    int out;
    int err;
};

static void become_client(const char *const *arguments) {
    const char *argv[32] = {"jrunc"};

    for (int i = 0; i < 30 && arguments[i]; i++)
        argv[i + 1] = arguments[i];
    execv(client_path, (char *const *) argv);
    _exit(99);
}

static struct running start(const char *const *arguments) {
    struct running running;
    int out[2], err[2];

    if (pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0) perror("pipe"), exit(2);
    running = (struct running){.pid = fork(), .out = out[0], .err = err[0]};
    if (running.pid == 0) {
        dup2(out[1], 1);
        dup2(err[1], 2);
        become_client(arguments);
    }
    close(out[1]);
    close(err[1]);
    return running;
}

static void read_all(int fd, char *text, size_t size) {
    size_t length = 0;
    ssize_t got;

    while ((got = read(fd, text + length, size - 1 - length)) > 0)
        length += (size_t) got;
    text[length] = '\0';
    close(fd);
}

static struct result finish(const struct running *running) {
    struct result result;
    int status;

    read_all(running->out, result.out, sizeof(result.out));
    read_all(running->err, result.err, sizeof(result.err));
    waitpid(running->pid, &status, 0);
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    return result;
}

#define RUN(...) run_client((const char *const[]){__VA_ARGS__, NULL})
#define START(...) start((const char *const[]){__VA_ARGS__, NULL})

static struct result run_client(const char *const *arguments) {
    struct running running = start(arguments);

    return finish(&running);
}

static bool has(const char *text, const char *part) {
    bool found = strstr(text, part) != NULL;

    if (!found) fprintf(stderr, "no \"%s\" in:\n%s\n", part, text);
    return found;
}

/* A pid that is none, -1, would mean every process of this machine to kill(2). */
static void send_signal(pid_t pid, int signal) {
    if (pid <= 1 || kill(pid, signal) < 0)
        fprintf(stderr, "cannot signal process %d\n", pid), failures++;
}

static void pause_ms(int ms) {
    poll(NULL, 0, ms);
}

static bool appears(const char *path) {
    for (int i = 0; i < 100 && access(path, F_OK) < 0; i++)
        pause_ms(20);
    return unlink(path) == 0;
}

static void passes_arguments_environment_directory_and_umask(void) {
    struct result result;

    setenv("FOO", "bar baz", 1);
    setenv("EMPTY", "", 1);
    umask(027);
    result = RUN("facts", "exit", "0");
    umask(022);
    EXPECT(result.status == 0);
    EXPECT(has(result.out, "umask 27 argc 4 cwd /\n"));
    EXPECT(has(result.out, "env FOO=bar baz\n"));
    EXPECT(has(result.out, "env EMPTY=\n"));
    EXPECT(*result.err == '\0');
}

static void writes_to_both_outputs_and_exits_as_told(void) {
    struct result result = RUN("write", "1", "one", "write", "2", "two", "exit", "42");

    EXPECT(result.status == 42);
    EXPECT(strcmp(result.out, "one") == 0);
    EXPECT(strcmp(result.err, "two") == 0);
}

static void survives_a_reader_that_has_gone(void) {
    struct running running = START("sleep", "50", "write", "1", "one", "exit", "3");

    close(running.out);
    running.out = open("/dev/null", O_RDONLY);
    EXPECT(finish(&running).status == 3);
}

static void replaces_closed_stdio(void) {
    struct result result;
    int input = dup(0);

    close(0);
    result = RUN("facts", "exit", "0");
    dup2(input, 0);
    close(input);
    EXPECT(has(result.out, "flags 1 "));
}

static void attaches_to_a_child_and_to_a_grandchild(void) {
    struct result result = RUN("spawn", "echo from the container; exit 5", "attach", "end");

    EXPECT(result.status == 5);
    EXPECT(strcmp(result.out, "from the container\n") == 0);
    result = RUN("reap", "sleep 0.1; kill -9 $$", "attach", "end");
    EXPECT(result.status == 128 + SIGKILL);
}

static void hands_the_executor_exactly_its_descriptors(void) {
    struct result result;
    int preserved = fcntl(0, F_DUPFD, 4);

    /* 3 stays closed, 4 is the caller's, 5 and 6 the layout; ls itself opens one more */
    result = RUN("spawn", "ls -m /proc/self/fd", "attach", "end");
    close(preserved);
    EXPECT(has(result.out, "0, 1, 2, 3, 4, 5, 6\n"));
    result = RUN("spawn", "grep Sig /proc/self/status", "attach", "end");
    EXPECT(has(result.out, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n"));
}

static void runs_hooks(void) {
    struct result result = RUN("run", "0", "cat; pwd; echo $HOOK; exit 3", "end");

    EXPECT(has(result.out, "ran status 300 flags 0 error 0 output state\n/tmp\nyes\n"));
    result = RUN("run", "100", "exec sleep 10", "end");
    EXPECT(has(result.out, "ran status 9 flags 1 error 0 output \n"));
    result = RUN("run-file", "/does/not/exist", "end");
    EXPECT(has(result.out, "ran status 0 flags 0 error 2 output \n"));
}

static void forwards_signals(void) {
    struct running running = START("spawn",
        "trap 'echo got it; exit 7' TERM; echo up; "
        "while :; do sleep 0.02; done",
        "attach", "end");
    struct result result;
    char byte;

    EXPECT(read(running.out, &byte, 1) == 1);
    pause_ms(50);
    send_signal(running.pid, SIGTERM);
    result = finish(&running);
    EXPECT(result.status == 7);
    EXPECT(has(result.out, "got it\n"));
}

static void says_so_when_the_engine_dies(void) {
    struct result result = RUN("die");

    EXPECT(result.status == 1);
    EXPECT(strcmp(result.err, "jrunc: the engine ended unexpectedly\n") == 0);
    EXPECT(RUN("exec", "die").status == 255);
    /* the container's end closes the pipe: it is gone, or this hangs */
    result = RUN("spawn", "exec sleep 1000", "die");
    EXPECT(result.status == 1);
    result = RUN("reap", "exec sleep 1000", "die");
    EXPECT(result.status == 1);
}

static void lets_the_engine_know_when_it_is_killed(void) {
    char marker[128];
    struct running running;

    snprintf(marker, sizeof(marker), "%s/marker", installation);
    running = START("write", "1", "x", "end-of-file", marker);
    EXPECT(read(running.out, marker + 100, 1) == 1);
    marker[100] = '\0';
    send_signal(running.pid, SIGKILL);
    EXPECT(finish(&running).status == 1000 + SIGKILL);
    EXPECT(appears(marker));
}

static void keeps_the_engine_clean_of_its_caller(void) {
    struct result result;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    char session[32];
    sigset_t blocked;
    int leaked = dup(0);

    sigaction(SIGUSR1, &ignore, NULL);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    setenv("JAVA_TOOL_OPTIONS", "-Dx=y", 1);
    /* a private engine is as clean as a shared one, and surely new */
    setenv("JRUNC_ENGINE", "oneshot", 1);
    result = RUN("hygiene", "exit", "0");
    unsetenv("JRUNC_ENGINE");
    sigprocmask(SIG_UNBLOCK, &blocked, NULL);
    signal(SIGUSR1, SIG_DFL);
    close(leaked);
    EXPECT(has(result.out, "cwd /\n"));
    EXPECT(has(result.out, "fd 0 /dev/null\nfd 1 /dev/null\nfd 2 "));
    EXPECT(has(result.out, " usr1 open default\n"));
    snprintf(session, sizeof(session), "session %d ", getsid(0));
    EXPECT(has(result.out, "session ") && strstr(result.out, session) == NULL);
    EXPECT(strstr(result.out, "is open") == NULL);
    EXPECT(strstr(result.out, "JAVA_TOOL_OPTIONS") == NULL && strstr(result.out, "FOO") == NULL);
    EXPECT(has(result.out, "env LISTEN_PID\nenv LISTEN_FDS\nenv LC_ALL\nenv PATH\n"));
}

/* The engine's pid, as the client's output says. */
static int engine_of(struct result result) {
    return result.status == 0 ? atoi(result.out) : -1;
}

static void replaces_an_engine_that_was_killed(void) {
    int first = engine_of(RUN("engine", "exit", "0"));
    int second;

    EXPECT(first > 0 && first == engine_of(RUN("engine", "exit", "0")));
    send_signal(first, SIGKILL);
    pause_ms(50);
    second = engine_of(RUN("engine", "exit", "0"));
    EXPECT(second > 0 && second != first);
    setenv("JRUNC_ENGINE", "oneshot", 1);
    EXPECT(engine_of(RUN("engine", "exit", "0")) != second);
    unsetenv("JRUNC_ENGINE");
    send_signal(second, SIGKILL);
    pause_ms(50);
}

static void starts_one_engine_for_clients_that_come_at_once(void) {
    enum { CLIENTS = 24 };
    struct running clients[CLIENTS];
    int engine = 0;

    send_signal(engine_of(RUN("engine", "exit", "0")), SIGKILL);
    pause_ms(50);
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = START("engine", "exit", "0");
    for (int i = 0; i < CLIENTS; i++) {
        int its_engine = engine_of(finish(&clients[i]));

        EXPECT(its_engine > 0 && (engine == 0 || engine == its_engine));
        engine = its_engine;
    }
    send_signal(engine, SIGKILL);
    pause_ms(50);
}

static void fails_without_an_engine_when_one_is_required(void) {
    struct result result;

    setenv("JRUNC_ENGINE", "require", 1);
    result = RUN("exit", "0");
    EXPECT(result.status == 1 && has(result.err, "jrunc: cannot reach an engine at `"));
    EXPECT(has(result.err, ": connection refused\n"));
    EXPECT(RUN("exec", "x").status == 255);
    setenv("JRUNC_ENGINE", "sometimes", 1);
    result = RUN("exit", "0");
    EXPECT(result.status == 1 && has(result.err, "`sometimes`"));
    unsetenv("JRUNC_ENGINE");
}

static void keeps_its_directory_private(void) {
    struct stat directory;

    EXPECT(stat(runtime_directory, &directory) == 0);
    EXPECT((directory.st_mode & 07777) == 0700);
}

static bool is_cooked(int terminal) {
    struct termios settings;

    return tcgetattr(terminal, &settings) == 0 && (settings.c_lflag & ICANON) != 0 &&
           (settings.c_oflag & OPOST) != 0;
}

/* Reads until the text has come, or for two seconds. */
static bool comes(int terminal, const char *text) {
    char seen[4096] = "";
    size_t length = 0;
    struct pollfd ready = {.fd = terminal, .events = POLLIN};

    while (!strstr(seen, text) && length < sizeof(seen) - 1 && poll(&ready, 1, 2000) > 0) {
        ssize_t got = read(terminal, seen + length, sizeof(seen) - 1 - length);

        if (got <= 0) break;
        length += (size_t) got;
        seen[length] = '\0';
    }
    return has(seen, text);
}

static pid_t start_on_terminal(int *terminal, const char *const *arguments) {
    struct winsize size = {.ws_row = 33, .ws_col = 77};
    pid_t pid = forkpty(terminal, NULL, NULL, &size);

    if (pid == 0) become_client(arguments);
    return pid;
}

static void relays_a_terminal(void) {
    const char *const arguments[] = {"terminal",
        "exec <&7 >&7 2>&7; sleep 0.2; stty size; read line; echo got $line; "
        "trap 'stty size; exit 6' USR1; echo ready; while :; do sleep 0.02; done",
        "attach", "sleep", "300", "end", NULL};
    struct winsize size = {.ws_row = 11, .ws_col = 22};
    int terminal, status = 0;
    pid_t pid = start_on_terminal(&terminal, arguments);

    EXPECT(comes(terminal, "33 77\r\n"));
    EXPECT(!is_cooked(terminal));
    EXPECT(write(terminal, "hello\r", 6) == 6);
    EXPECT(comes(terminal, "got hello\r\nready\r\n"));
    ioctl(terminal, TIOCSWINSZ, &size);
    pause_ms(50);
    send_signal(pid, SIGUSR1);
    EXPECT(comes(terminal, "11 22\r\n"));
    pause_ms(100);
    EXPECT(is_cooked(terminal)); /* the client still waits for the engine */
    waitpid(pid, &status, 0);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 6);
    close(terminal);
}

static void restores_the_terminal_when_the_engine_dies(void) {
    const char *const arguments[] = {
        "terminal", "exec <&7 >&7; echo up; exec sleep 100", "abandon", NULL};
    int terminal, status = 0;
    pid_t pid = start_on_terminal(&terminal, arguments);

    EXPECT(comes(terminal, "up\r\n"));
    EXPECT(!is_cooked(terminal));
    EXPECT(comes(terminal, "jrunc: the engine ended unexpectedly\r\n"));
    EXPECT(is_cooked(terminal));
    waitpid(pid, &status, 0);
    EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    close(terminal);
}

static void drains_a_terminal_to_a_pipe(void) {
    struct result result =
        RUN("terminal", "exec >&7; seq 1 2000 | tr '\\n' ' '; echo; echo last", "attach", "end");

    EXPECT(result.status == 0);
    EXPECT(has(result.out, " 1999 2000 \nlast\n"));
}

static void copy(const char *from, const char *to) {
    char command[512];

    snprintf(command, sizeof(command), "cp %s %s/%s", from, installation, to);
    if (system(command) != 0) exit(2);
}

static void put(const char *name, const char *text) {
    char path[128];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", installation, name);
    file = fopen(path, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0) exit(2);
}

static void install(const char *built) {
    char path[256];

    if (!mkdtemp(installation)) exit(2);
    for (int i = 0; i < 3; i++) {
        static const char *const names[] = {"bin", "lib", "run"};

        snprintf(path, sizeof(path), "%s/%s", installation, names[i]);
        mkdir(path, 0700);
    }
    snprintf(path, sizeof(path), "%s/client", built);
    copy(path, "bin/jrunc");
    snprintf(path, sizeof(path), "%s/executor", built);
    copy(path, "lib/executor");
    snprintf(path, sizeof(path), "%s/fake_engine", built);
    copy(path, "lib/fake_engine");
    put("lib/build-id", installation);
    put("lib/listen.args", "@DIST@/lib/fake_engine\n@DIST@/lib/executor\n");
    put("lib/oneshot.args", "@DIST@/lib/fake_engine\n@DIST@/lib/executor\n");
    put("lib/oneshot-delete.args", "@DIST@/lib/fake_engine\n@DIST@/lib/executor\n");
    snprintf(client_path, sizeof(client_path), "%s/link", installation);
    snprintf(path, sizeof(path), "%s/bin/jrunc", installation);
    if (symlink(path, client_path) < 0) exit(2);
    snprintf(path, sizeof(path), "%s/run", installation);
    setenv("XDG_RUNTIME_DIR", path, 1);
}

/* Root tests in namespaces of its own: no process and no file of the machine is within reach. */
static void isolate(void) {
    int status = 0;
    pid_t pid;

    snprintf(runtime_directory, sizeof(runtime_directory), "%s/run/jrunc",
        geteuid() == 0 ? "" : installation);
    if (geteuid() != 0) return;
    if (unshare(CLONE_NEWNS | CLONE_NEWPID) < 0)
        exit((puts("client: skipped: root cannot make namespaces here"), 0));
    pid = fork();
    if (pid < 0) perror("fork"), exit(2);
    if (pid > 0) {
        waitpid(pid, &status, 0);
        exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
    }
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
        mount("run", "/run", "tmpfs", 0, NULL) < 0 || mount("proc", "/proc", "proc", 0, NULL) < 0)
        perror("mount"), exit(2);
}

int main(int argc, char **argv) {
    char command[128];

    if (argc != 2) return fprintf(stderr, "usage: client_test DIRECTORY\n"), 2;
    install(argv[1]);
    isolate();
    unsetenv("JRUNC_ENGINE");
    if (chdir("/") < 0) return 2;
    passes_arguments_environment_directory_and_umask();
    writes_to_both_outputs_and_exits_as_told();
    survives_a_reader_that_has_gone();
    replaces_closed_stdio();
    attaches_to_a_child_and_to_a_grandchild();
    hands_the_executor_exactly_its_descriptors();
    runs_hooks();
    forwards_signals();
    says_so_when_the_engine_dies();
    lets_the_engine_know_when_it_is_killed();
    keeps_the_engine_clean_of_its_caller();
    replaces_an_engine_that_was_killed();
    starts_one_engine_for_clients_that_come_at_once();
    fails_without_an_engine_when_one_is_required();
    keeps_its_directory_private();
    relays_a_terminal();
    restores_the_terminal_when_the_engine_dies();
    drains_a_terminal_to_a_pipe();
    snprintf(command, sizeof(command), "rm -r %s", installation);
    if (system(command) == 0 && failures == 0) printf("client: ok\n");
    return failures != 0;
}
