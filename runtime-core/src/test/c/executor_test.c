/* Performs hand-made programs with the real executor: `executor_test EXECUTOR`. */
#include "sample.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SYNC = 10, PROGRAM = 11 };

static int executor;
static int failures;

#define EXPECT(condition)                                                            \
    do {                                                                             \
        if (!(condition)) {                                                          \
            fprintf(stderr, "%s:%d: expected %s\n", __func__, __LINE__, #condition); \
            failures++;                                                              \
        }                                                                            \
    } while (0)

/* What came out of one run: the wait status and all reports, in order. */
struct outcome {
    int status;
    size_t count;
    struct report reports[8];
};

static int memfd_of(const void *bytes, size_t size) {
    int fd = memfd_create("program", MFD_ALLOW_SEALING);

    if (fd < 0 || write(fd, bytes, size) != (ssize_t) size ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW) < 0)
        perror("memfd"), exit(2);
    return fd;
}

static void become_executor(int program, int sync, char *const *arguments) {
    char *const none[] = {NULL};

    if (dup2(sync, SYNC) < 0 || dup2(program, PROGRAM) < 0) _exit(99);
    fexecve(executor, arguments, none);
    _exit(98);
}

static struct outcome run_bytes(const void *bytes, size_t size) {
    char *const arguments[] = {"jrunc-init", "11", NULL};
    struct outcome outcome = {0};
    int pair[2], program = memfd_of(bytes, size);
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        perror("socketpair"), exit(2);
    pid = fork();
    if (pid == 0) become_executor(program, pair[1], arguments);
    close(pair[1]);
    while (outcome.count < 8 &&
           read(pair[0], &outcome.reports[outcome.count], sizeof(struct report)) > 0)
        outcome.count++;
    waitpid(pid, &outcome.status, 0);
    close(pair[0]);
    close(program);
    return outcome;
}

static struct outcome run(const struct sample *sample) {
    return run_bytes(sample, sizeof(*sample));
}

static bool exited(const struct outcome *outcome, int status) {
    return WIFEXITED(outcome->status) && WEXITSTATUS(outcome->status) == status;
}

static bool failed(const struct outcome *outcome, uint32_t operation, int error) {
    return exited(outcome, 255) && outcome->count == 1 &&
           outcome->reports[0].type == REPORT_FAILED &&
           outcome->reports[0].operation == operation && outcome->reports[0].error == error;
}

static void add_report(struct sample *sample, uint64_t offset, struct report report) {
    memcpy(sample->data + offset, &report, sizeof(report));
    SAMPLE_CALL(sample, RESULT_NONE, SYS_write, .argument_kinds = {0, ARGUMENT_DATA},
        .arguments = {SYNC, offset, sizeof(report)});
}

static void exits_with_the_status_of_the_program(void) {
    struct sample sample = sample_of(SYNC);
    struct outcome outcome;

    add_report(&sample, 16, (struct report){.type = REPORT_READY, .value = 5});
    SAMPLE_EXIT(&sample, 7);
    outcome = run(&sample);
    EXPECT(exited(&outcome, 7));
    EXPECT(outcome.count == 1 && outcome.reports[0].type == REPORT_READY);
    EXPECT(outcome.reports[0].value == 5);
}

static void reports_the_operation_that_failed_and_its_errno(void) {
    struct sample sample = sample_of(SYNC);
    struct outcome outcome;

    SAMPLE_CALL(&sample, RESULT_NONE, SYS_getpid);
    SAMPLE_CALL(&sample, 0, SYS_close, .arguments = {999});
    SAMPLE_EXIT(&sample, 0);
    outcome = run(&sample);
    EXPECT(failed(&outcome, 1, EBADF));
}

static void goes_on_where_the_error_policy_says(void) {
    static const struct {
        uint16_t errnos[PROGRAM_ERRNOS];
        bool handled;
    } cases[] = {{{EBADF}, true}, {{0, 0, 0, EBADF}, true}, {{ERRNO_ANY}, true},
        {{ENOENT, EPERM}, false}, {{0}, false}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sample sample = sample_of(SYNC);
        struct outcome outcome;

        SAMPLE_CALL(&sample, RESULT_NONE, SYS_close, .arguments = {999}, .error_target = 2);
        memcpy(sample.operations[0].errnos, cases[i].errnos, sizeof(cases[i].errnos));
        SAMPLE_EXIT(&sample, 1);
        SAMPLE_EXIT(&sample, 2);
        outcome = run(&sample);
        EXPECT(cases[i].handled ? exited(&outcome, 2) : failed(&outcome, 0, EBADF));
    }
}

static void jumps_on_the_value_of_a_slot(void) {
    static const struct {
        uint16_t condition;
        int64_t constant;
        bool taken;
    } cases[] = {
        {JUMP_ALWAYS, 0, true},
        {JUMP_EQUAL, -EBADF, true},
        {JUMP_EQUAL, EBADF, false},
        {JUMP_NOT_EQUAL, 0, true},
        {JUMP_NOT_EQUAL, -EBADF, false},
        {JUMP_LESS, 0, true},
        {JUMP_LESS, -EBADF, false},
        {JUMP_NOT_LESS, -EBADF, true},
        {JUMP_NOT_LESS, 0, false},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sample sample = sample_of(SYNC);
        struct outcome outcome;

        SAMPLE_CALL(
            &sample, 3, SYS_close, .arguments = {999}, .errnos = {EBADF}, .error_target = 1);
        SAMPLE_ADD(&sample, .kind = OPERATION_JUMP, .target = 3, .condition = cases[i].condition,
            .arguments = {3, (uint64_t) cases[i].constant});
        SAMPLE_EXIT(&sample, 1);
        SAMPLE_EXIT(&sample, 2);
        outcome = run(&sample);
        EXPECT(exited(&outcome, cases[i].taken ? 2 : 1));
    }
}

static void starts_with_every_slot_at_minus_one(void) {
    struct sample sample = sample_of(SYNC);
    struct outcome outcome;

    SAMPLE_ADD(&sample, .kind = OPERATION_JUMP, .target = 2, .condition = JUMP_EQUAL,
        .arguments = {7, UINT64_MAX});
    SAMPLE_EXIT(&sample, 1);
    SAMPLE_EXIT(&sample, 2);
    outcome = run(&sample);
    EXPECT(exited(&outcome, 2));
}

static void stores_a_slot_into_the_data(void) {
    for (uint32_t width = 4; width <= 8; width += 4) {
        struct sample sample = sample_of(SYNC);
        struct report *report = (struct report *) sample.data;
        struct outcome outcome;

        SAMPLE_CALL(
            &sample, 2, SYS_close, .arguments = {999}, .errnos = {ERRNO_ANY}, .error_target = 1);
        SAMPLE_ADD(&sample, .kind = OPERATION_STORE, .target = 8, .width = width, .arguments = {2});
        add_report(&sample, 0, (struct report){.type = REPORT_PID, .value = 1});
        SAMPLE_EXIT(&sample, 0);
        outcome = run(&sample);
        EXPECT(exited(&outcome, 0) && outcome.count == 1);
        EXPECT(outcome.reports[0].error == -EBADF);
        EXPECT(outcome.reports[0].value == (width == 4 ? 1 : -1));
        EXPECT(report->value == 1);
    }
}

static void loads_a_word_of_the_data(void) {
    for (uint32_t width = 4; width <= 8; width += 4) {
        struct sample sample = sample_of(SYNC);
        struct outcome outcome;
        memset(sample.data + 24, 0xff, 8);
        SAMPLE_ADD(&sample, .kind = OPERATION_LOAD, .result = 2, .target = 24, .width = width);
        SAMPLE_ADD(&sample, .kind = OPERATION_JUMP, .target = 3, .condition = JUMP_EQUAL,
            .arguments = {2, width == 4 ? UINT32_MAX : UINT64_MAX});
        SAMPLE_EXIT(&sample, 1);
        SAMPLE_EXIT(&sample, 2);
        outcome = run(&sample);
        EXPECT(exited(&outcome, 2));
    }
}

static void passes_slots_and_data_as_arguments(void) {
    struct sample sample = sample_of(SYNC);
    struct outcome outcome;

    SAMPLE_CALL(&sample, 1, SYS_pipe2, .argument_kinds = {ARGUMENT_DATA}, .arguments = {64});
    SAMPLE_CALL(&sample, 5, SYS_dup, .arguments = {SYNC});
    memcpy(sample.data, &(struct report){.type = REPORT_MOUNTED}, sizeof(struct report));
    SAMPLE_CALL(&sample, RESULT_NONE, SYS_write, .argument_kinds = {ARGUMENT_SLOT, ARGUMENT_DATA},
        .arguments = {5, 0, sizeof(struct report)});
    SAMPLE_EXIT(&sample, 0);
    outcome = run(&sample);
    EXPECT(exited(&outcome, 0) && outcome.count == 1);
    EXPECT(outcome.reports[0].type == REPORT_MOUNTED);
}

static void relocates_pointers_in_the_data(void) {
    struct sample sample = sample_of(SYNC);
    struct iovec vector = {.iov_base = (void *) 64, .iov_len = sizeof(struct report)};
    struct outcome outcome;

    memcpy(sample.data + 16, &vector, sizeof(vector));
    memcpy(sample.data + 64, &(struct report){.type = REPORT_STARTED}, sizeof(struct report));
    sample.relocations[sample.header.relocation_count++] = 16;
    SAMPLE_CALL(&sample, RESULT_NONE, SYS_writev, .argument_kinds = {0, ARGUMENT_DATA},
        .arguments = {SYNC, 16, 1});
    SAMPLE_EXIT(&sample, 0);
    outcome = run(&sample);
    EXPECT(exited(&outcome, 0) && outcome.count == 1);
    EXPECT(outcome.reports[0].type == REPORT_STARTED);
}

static void runs_on_in_both_processes_after_clone3(void) {
    struct sample sample = sample_of(SYNC);
    struct outcome outcome;
    uint64_t clone_arguments[8] = {[4] = SIGCHLD};

    memcpy(sample.data + 64, clone_arguments, sizeof(clone_arguments));
    SAMPLE_CALL(&sample, 0, SYS_clone3, .argument_kinds = {ARGUMENT_DATA},
        .arguments = {64, sizeof(clone_arguments)});
    SAMPLE_ADD(
        &sample, .kind = OPERATION_JUMP, .target = 6, .condition = JUMP_EQUAL, .arguments = {0, 0});
    SAMPLE_CALL(
        &sample, RESULT_NONE, SYS_wait4, .argument_kinds = {ARGUMENT_SLOT}, .arguments = {0});
    SAMPLE_ADD(&sample, .kind = OPERATION_STORE, .target = 12, .width = 4, .arguments = {0});
    add_report(&sample, 0, (struct report){.type = REPORT_PID});
    SAMPLE_EXIT(&sample, 3);
    add_report(&sample, 16, (struct report){.type = REPORT_READY});
    SAMPLE_EXIT(&sample, 4);
    outcome = run(&sample);
    EXPECT(exited(&outcome, 3) && outcome.count == 2);
    EXPECT(outcome.reports[0].type == REPORT_READY);
    EXPECT(outcome.reports[1].type == REPORT_PID && outcome.reports[1].value > 1);
}

static void refuses_to_run_past_the_last_operation(void) {
    struct sample sample = sample_of(SYNC);
    struct outcome outcome;

    SAMPLE_CALL(&sample, RESULT_NONE, SYS_getpid);
    outcome = run(&sample);
    EXPECT(failed(&outcome, 1, ENOEXEC));
}

/* Every way in which operation 0 can be wrong. */
static void names_the_operation_that_is_malformed(void) {
    static const struct operation cases[] = {
        {.kind = 0},
        {.kind = 5},
        {.kind = OPERATION_CALL, .result = 8},
        {.kind = OPERATION_CALL, .result = RESULT_NONE, .argument_kinds = {3}},
        {.kind = OPERATION_CALL,
            .argument_kinds = {0, 0, 0, 0, 0, ARGUMENT_DATA},
            .arguments = {0, 0, 0, 0, 0, SAMPLE_DATA + 1}},
        {.kind = OPERATION_CALL, .argument_kinds = {ARGUMENT_SLOT}, .arguments = {8}},
        {.kind = OPERATION_CALL, .error_target = 2},
        {.kind = OPERATION_JUMP, .target = 2},
        {.kind = OPERATION_JUMP, .condition = 5},
        {.kind = OPERATION_JUMP, .condition = JUMP_EQUAL, .arguments = {8}},
        {.kind = OPERATION_STORE, .width = 4, .target = SAMPLE_DATA},
        {.kind = OPERATION_STORE, .width = 8, .target = SAMPLE_DATA - 4},
        {.kind = OPERATION_STORE, .width = 4, .target = 2},
        {.kind = OPERATION_STORE, .width = 2, .target = 0},
        {.kind = OPERATION_LOAD, .width = 8, .target = 4},
        {.kind = OPERATION_LOAD, .width = 8, .target = SAMPLE_DATA},
        {.kind = OPERATION_LOAD, .width = 8, .result = RESULT_NONE},
        {.kind = OPERATION_STORE, .width = 4, .arguments = {UINT64_MAX}},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sample sample = sample_of(SYNC);
        struct outcome outcome;

        sample.operations[sample.header.operation_count++] = cases[i];
        SAMPLE_EXIT(&sample, 0);
        outcome = run(&sample);
        EXPECT(failed(&outcome, 0, ENOEXEC));
        if (!failed(&outcome, 0, ENOEXEC)) fprintf(stderr, "  case %zu\n", i);
    }
}

static void refuses_sections_that_are_out_of_place(void) {
    static const struct {
        size_t field;
        uint32_t value;
    } cases[] = {
        {offsetof(struct program_header, operation_count), 0},
        {offsetof(struct program_header, operation_count), 1 << 30},
        {offsetof(struct program_header, slot_count), PROGRAM_MAX_SLOTS + 1},
        {offsetof(struct program_header, relocation_count), 1 << 30},
        {offsetof(struct program_header, data_size), SAMPLE_DATA + 1},
        {offsetof(struct program_header, operations_offset), 0},
        {offsetof(struct program_header, operations_offset), 44},
        {offsetof(struct program_header, operations_offset), 0xfffffff8},
        {offsetof(struct program_header, relocations_offset), 40},
        {offsetof(struct program_header, data_offset), 48},
        {offsetof(struct program_header, data_offset), 0xfffffff0},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sample sample = sample_of(SYNC);
        struct outcome outcome;

        SAMPLE_EXIT(&sample, 0);
        memcpy((char *) &sample + cases[i].field, &cases[i].value, sizeof(uint32_t));
        outcome = run(&sample);
        EXPECT(failed(&outcome, OPERATION_NONE, ENOEXEC));
        if (!failed(&outcome, OPERATION_NONE, ENOEXEC)) fprintf(stderr, "  case %zu\n", i);
    }
}

static void refuses_a_relocation_that_points_outside(void) {
    static const relocation offsets[] = {SAMPLE_DATA, SAMPLE_DATA - 4, 4, 0};

    for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
        struct sample sample = sample_of(SYNC);
        struct outcome outcome;

        SAMPLE_EXIT(&sample, 0);
        memset(sample.data, 0xff, 8); /* a word that is no data offset */
        sample.relocations[sample.header.relocation_count++] = offsets[i];
        outcome = run(&sample);
        EXPECT(failed(&outcome, OPERATION_NONE, ENOEXEC));
    }
}

static void says_nothing_about_what_is_not_a_program(void) {
    struct sample sample = sample_of(SYNC);
    struct outcome outcome;

    SAMPLE_EXIT(&sample, 0);
    outcome = run_bytes(&sample, sizeof(sample.header) - 1);
    EXPECT(exited(&outcome, 255) && outcome.count == 0);
    outcome = run_bytes("", 0);
    EXPECT(exited(&outcome, 255) && outcome.count == 0);
    sample.header.magic++;
    outcome = run(&sample);
    EXPECT(exited(&outcome, 255) && outcome.count == 0);
}

int main(int argc, char **argv) {
    executor = argc == 2 ? open(argv[1], O_PATH | O_CLOEXEC) : -1;
    if (executor < 0) return fprintf(stderr, "usage: executor_test EXECUTOR\n"), 2;
    exits_with_the_status_of_the_program();
    reports_the_operation_that_failed_and_its_errno();
    goes_on_where_the_error_policy_says();
    jumps_on_the_value_of_a_slot();
    starts_with_every_slot_at_minus_one();
    stores_a_slot_into_the_data();
    loads_a_word_of_the_data();
    passes_slots_and_data_as_arguments();
    relocates_pointers_in_the_data();
    runs_on_in_both_processes_after_clone3();
    refuses_to_run_past_the_last_operation();
    names_the_operation_that_is_malformed();
    refuses_sections_that_are_out_of_place();
    refuses_a_relocation_that_points_outside();
    says_nothing_about_what_is_not_a_program();
    if (failures == 0) printf("executor: ok\n");
    return failures != 0;
}
