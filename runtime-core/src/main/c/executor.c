/*
 * The executor: maps the program that its one argument, a descriptor, names, and performs it.
 *
 * It runs as the container's pid 1, privileged and beside a hostile rootfs, so it knows nothing but
 * the program: no paths, no strings, no allocation, no libc. It also runs inside the container's
 * memory cgroup, so it has no data segment: slots live on the page that the stack has anyway.
 */
#include "decode.h"
#include "kernel.h"

#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/mman.h>

int64_t system_call(uint32_t number, const uint64_t arguments[PROGRAM_ARGUMENTS]) {
    return raw_call(number, arguments);
}

static int64_t call(uint32_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e) {
    const uint64_t arguments[PROGRAM_ARGUMENTS] = {a, b, c, d, e, 0};
    return raw_call(number, arguments);
}

_Noreturn static void leave(void) {
    call(__NR_exit_group, 255, 0, 0, 0, 0);
    __builtin_trap(); /* no system call, where a filter forbids even that one */
}

/* Nobody may listen any more; there is nothing better to do about that than to exit as planned. */
_Noreturn static void fail(int32_t fd, uint32_t operation, int64_t error) {
    const struct report report = {REPORT_FAILED, operation, (int32_t) -error, 0};
    call(__NR_write, (uint64_t) fd, (uintptr_t) &report, sizeof(report), 0, 0);
    leave();
}

/* Only the engine calls this program, always with a plain decimal number. */
static uint64_t parse_descriptor(const char *text) {
    uint64_t value = 0;
    for (; *text >= '0' && *text <= '9' && value < INT32_MAX; text++)
        value = value * 10 + (uint64_t) (*text - '0');
    return value;
}

_Noreturn static void perform(const struct program *program) {
    int64_t slots[PROGRAM_MAX_SLOTS];
    uint32_t index = 0;
    program_relocate(program);
    program_reset(program, slots);
    for (;;) {
        int64_t next = program_step(program, slots, index);
        if (next < 0) fail(program->header->report_fd, index, next);
        index = (uint32_t) next;
    }
}

/* `stack` is as execve(2) leaves it: argc, the arguments, NULL. */
_Noreturn __attribute__((used)) static void executor(const uint64_t *stack) {
    struct program program;
    uint32_t faulty;
    uint64_t fd;
    int64_t size, address;
    if (stack[0] != 2) leave();
    fd = parse_descriptor((const char *) (uintptr_t) stack[2]);
    size = call(__NR_lseek, fd, 0, SEEK_END, 0, 0);
    if (size < (int64_t) sizeof(struct program_header)) leave();
    address = call(__NR_mmap, 0, (uint64_t) size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd);
    if (address < 0 && address >= -4095) leave();
    if (program_decode((void *) (uintptr_t) address, (uint64_t) size, &program, &faulty) < 0) {
        const struct program_header *header = (const void *) (uintptr_t) address;
        if (header->magic == PROGRAM_MAGIC && header->version == PROGRAM_VERSION)
            fail(header->report_fd, faulty, -ENOEXEC);
        leave();
    }
    perform(&program);
}

ENTRY_POINT(executor);
