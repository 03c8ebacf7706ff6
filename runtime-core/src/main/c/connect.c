/*
 * Finding an engine: the one that listens for this user, build and view of the system, a new one in
 * its place, or a private one. JRUNC_ENGINE, or else the first line of /etc/jrunc/jrunc.conf that
 * begins with `engine=`, chooses:
 *     auto            connect, and start an engine if none listens (the default)
 *     oneshot         start an engine for this command alone
 *     require         connect, or fail
 *     require:PATH    the same, with the engine's socket given (a systemd socket unit)
 */
#include "client.h"

static ssize_t read_file(const char *path, char *bytes, size_t size) {
    cleanup_close int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, bytes, size - 1);
    bytes[length < 0 ? 0 : length] = '\0';
    return length < 0 ? -errno : length;
}

/* The directory above the one that this program lies in; the kernel has resolved all links. */
static const char *find_installation(const struct client *client, char path[PATH_MAX]) {
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
    if (length < 0) die(client, "cannot read", "/proc/self/exe", errno);
    path[length] = '\0';
    return dirname(dirname(path));
}

/* FNV-1a. The key keeps views apart that the kernel numbers differently; it hides nothing. */
static void mix(uint64_t *hash, const void *bytes, size_t size) {
    const unsigned char *byte = bytes;
    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ byte[i]) * UINT64_C(0x100000001b3);
}

/* An engine must never serve another user, build, installation, namespace or root than its own. */
static uint64_t find_key(const struct client *client, const char *installation) {
    static const char *const views[] = {
        "/proc/self/ns/user", "/proc/self/ns/mnt", "/proc/self/ns/pid", "/"};
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    uid_t uid = geteuid();
    char path[PATH_MAX + 16], build[256];
    ssize_t length;
    snprintf(path, sizeof(path), "%s/lib/build-id", installation);
    length = read_file(path, build, sizeof(build));
    if (length < 0) die(client, "cannot read", path, (int) -length);
    mix(&hash, &uid, sizeof(uid));
    mix(&hash, build, (size_t) length);
    mix(&hash, installation, strlen(installation));
    for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
        struct stat view;
        if (stat(views[i], &view) < 0) die(client, "cannot read", views[i], errno);
        mix(&hash, &view.st_dev, sizeof(view.st_dev));
        mix(&hash, &view.st_ino, sizeof(view.st_ino));
    }
    return hash;
}

/* The connection, or -ENOENT or -ECONNREFUSED if nobody listens. */
static int connect_to(const struct sockaddr_un *address) {
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    struct ucred peer;
    socklen_t size = sizeof(peer);
    int error;
    if (fd < 0) return -errno;
    do
        error = connect(fd, (const void *) address, sizeof(*address)) < 0 ? errno : 0;
    while (error == EINTR);
    if (error == 0 && getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0) error = errno;
    if (error == 0 && peer.uid != geteuid()) error = EACCES;
    if (error == 0) return fd;
    close(fd);
    return -error;
}

/* Only the user may connect. */
static int listen_at(const struct sockaddr_un *address) {
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0), error = 0;
    mode_t mask = umask(0177);
    if (fd < 0 || bind(fd, (const void *) address, sizeof(*address)) < 0 ||
        listen(fd, SOMAXCONN) < 0)
        error = -errno;
    umask(mask);
    if (error < 0 && fd >= 0) close(fd);
    return error < 0 ? error : fd;
}

/* Of all clients that find nobody, the first one to lock the directory starts the engine. */
static int start_shared(
    const struct client *client, const char *installation, const struct sockaddr_un *address) {
    char path[sizeof(address->sun_path)];
    cleanup_close int directory = -1;
    cleanup_close int listener = -1;
    int engine;
    dirname(strcpy(path, address->sun_path));
    if (mkdir(path, 0700) < 0 && errno != EEXIST) return -errno;
    directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (directory < 0) return -errno;
    while (flock(directory, LOCK_EX) < 0)
        if (errno != EINTR) return -errno;
    engine = connect_to(address);
    if (engine != -ENOENT && engine != -ECONNREFUSED) return engine;
    if (engine == -ECONNREFUSED) unlink(address->sun_path); /* left by an engine that was killed */
    listener = listen_at(address);
    if (listener < 0) return listener;
    launch_engine(client, installation, listener, "--listen");
    return connect_to(address);
}

static int start_private(const struct client *client, const char *installation) {
    cleanup_close int theirs = -1;
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) return -errno;
    theirs = pair[1];
    launch_engine(client, installation, theirs, "--oneshot");
    return pair[0];
}

static const char *configured_mode(char *text, size_t size) {
    const char *mode = getenv("JRUNC_ENGINE");
    char *line;
    if (mode && *mode) return mode;
    *text = '\n';
    if (read_file("/etc/jrunc/jrunc.conf", text + 1, size - 1) < 0) return "auto";
    line = strstr(text, "\nengine=");
    if (!line) return "auto";
    line += strlen("\nengine=");
    line[strcspn(line, "\n")] = '\0';
    return line;
}

/* Root of a user namespace may not write in /run, and has a runtime directory of its user's. */
static int connect_shared(
    struct client *client, const char *installation, bool start, struct sockaddr_un *address) {
    bool is_root = geteuid() == 0 && access("/run", W_OK) == 0;
    const char *base = is_root ? "/run" : getenv("XDG_RUNTIME_DIR");
    int room = sizeof(address->sun_path), result;
    if (!base || *base != '/' ||
        snprintf(address->sun_path, (size_t) room, "%s/jrunc/engine-%016" PRIx64 ".sock", base,
            find_key(client, installation)) >= room)
        return -ENOENT;
    result = connect_to(address);
    client->found_engine = result >= 0;
    if (start && (result == -ENOENT || result == -ECONNREFUSED))
        result = start_shared(client, installation, address);
    return result;
}

void connect_engine(struct client *client) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char path[PATH_MAX], text[4096];
    const char *installation = find_installation(client, path);
    const char *mode = configured_mode(text, sizeof(text));
    bool requires = strncmp(mode, "require", 7) == 0 && (mode[7] == '\0' || mode[7] == ':');
    bool is_auto = strcmp(mode, "auto") == 0;
    int result = -ENOENT;
    if (!requires && !is_auto && strcmp(mode, "oneshot") != 0)
        die(client, "cannot understand JRUNC_ENGINE", mode, EINVAL);
    client->found_engine = false;
    if (requires && mode[7] == ':') {
        snprintf(address.sun_path, sizeof(address.sun_path), "%s", mode + 8);
        result = connect_to(&address);
    } else if (requires || is_auto) {
        result = connect_shared(client, installation, is_auto, &address);
    }
    /* A user without a runtime directory is still served, only without a warm engine. */
    if (!requires && (result == -ENOENT || result == -EACCES || result == -EROFS))
        result = start_private(client, installation);
    if (result < 0) die(client, "cannot reach an engine at", address.sun_path, -result);
    client->engine = result;
}
