/*
 * The program format: what the engine lowers a container to, and what the executor performs.
 *
 * One `create`, seen from the sync socket (SOCK_SEQPACKET, one report or one byte a message). P1 is
 * the process the client spawned; P2 is the copy of it that clone3 made, the container's pid 1:
 *
 *     engine                        executor P1                     executor P2
 *       |  spawn(program, fds)        |
 *       |---------------------------->|  joins namespaces by path,
 *       |                             |  opens bind sources
 *       |                      PID(n) |
 *       |<----------------------------|  clone3 ------------------->|
 *       |                        (P1 exits)                         |
 *       |  writes id maps, the state that hooks read                |
 *       |  go (one byte), if the program waits for either           |
 *       |---------------------------------------------------------->|  mounts
 *       |                                                 MOUNTED   |
 *       |<----------------------------------------------------------|
 *       |  runs prestart and createRuntime hooks                    |
 *       |  go (one byte)                                            |
 *       |---------------------------------------------------------->|  createContainer hooks
 *       |                            HOOK_DONE(index, wait status)  |  pivot_root, console,
 *       |<----------------------------------------------------------|  identity, seccomp
 *       |                                                   READY   |
 *       |<----------------------------------------------------------|  waits on exec.fifo
 *       |                                        STARTED or HOOK_DONE, then execve closes the socket
 *
 * At any point: FAILED(operation, errno) ends the executor that sent it; end of file on the socket
 * (the engine gave up or died) makes the program's next read of a `go` return 0, and it exits.
 * Only FAILED is the executor's own; every other report is a call in the program, as any other.
 *
 * The file is: header, operations, relocations, data. Everything is little-endian and naturally
 * aligned. Nothing in it is trusted: decode.c checks every offset, slot, target and kind before the
 * first operation runs. The Java side is org.jrunc.core.program; a test compares every number here.
 */
#ifndef JRUNC_PROGRAM_H
#define JRUNC_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

#define PROGRAM_MAGIC UINT32_C(0x4e55524a) /* "JRUN" */
#define PROGRAM_VERSION UINT32_C(1)

enum {
    PROGRAM_MAX_SLOTS = 256,
    PROGRAM_MAX_SIZE = 16 << 20, /* bytes of a whole program */
    PROGRAM_ARGUMENTS = 6,
    PROGRAM_ERRNOS = 4,
    PROGRAM_DATA_ALIGNMENT = 16,
};

#define RESULT_NONE UINT16_C(0xffff)        /* operation.result: it goes nowhere */
#define ERRNO_ANY UINT16_C(0xffff)          /* operation.errnos: all are handled */
#define OPERATION_NONE UINT32_C(0xffffffff) /* report.operation: a malformed program never began */

/* A load exists for results that come through memory, such as a hook's wait status. */
enum operation_kind {
    OPERATION_CALL = 1,  /* perform system call `target` */
    OPERATION_JUMP = 2,  /* go on with operation `target` if `condition` holds */
    OPERATION_STORE = 3, /* copy `width` low bytes of slot arguments[0] to data offset `target` */
    OPERATION_LOAD = 4, /* copy `width` bytes, unsigned, of data offset `target` to slot `result` */
};

enum argument_kind {
    ARGUMENT_IMMEDIATE = 0,
    ARGUMENT_DATA = 1, /* an offset into the data, or its size; passed as an address */
    ARGUMENT_SLOT = 2, /* the value of a slot */
};

/* A jump compares slot arguments[0], as a signed number, with the immediate arguments[1]. */
enum jump_condition {
    JUMP_ALWAYS = 0,
    JUMP_EQUAL = 1,
    JUMP_NOT_EQUAL = 2,
    JUMP_LESS = 3,
    JUMP_NOT_LESS = 4,
};

struct program_header {
    uint32_t magic, version;
    uint32_t operation_count; /* at least 1 */
    uint32_t slot_count;      /* signed 64 bit each, -1 at first */
    uint32_t relocation_count;
    uint32_t data_size;
    int32_t report_fd;           /* where FAILED goes */
    uint32_t operations_offset;  /* from the start of the file, a multiple of 8 */
    uint32_t relocations_offset; /* a multiple of 4 */
    uint32_t data_offset;        /* a multiple of PROGRAM_DATA_ALIGNMENT */
};

/*
 * A system call fails if it returns -4095..-1. A failure whose errno is in `errnos` goes on with
 * operation `error_target` (the next index: "ignore"); any other one ends the executor with a FAILED
 * report. The result slot receives the raw return value in every case. EINTR is an errno like any
 * other. Fields that a kind does not use are 0 (result: RESULT_NONE).
 */
struct operation {
    uint16_t kind;
    uint16_t result;
    uint32_t target;
    uint16_t errnos[PROGRAM_ERRNOS]; /* 0: unused */
    uint32_t error_target;
    uint8_t argument_kinds[PROGRAM_ARGUMENTS];
    uint16_t condition; /* jump */
    uint32_t width;     /* store, load: 4 or 8 */
    uint64_t arguments[PROGRAM_ARGUMENTS];
};

/*
 * A relocation is the offset, a multiple of 8, of a 64-bit word in the data. That word holds a data
 * offset, and the executor adds the address of the data to it before operation 0 (argv, envp,
 * iovec, sock_fprog.filter, ...). A word that must stay NULL is simply not listed.
 */
typedef uint32_t relocation;

enum report_type {
    REPORT_FAILED = 1, /* operation (or OPERATION_NONE), error; then exit status 255 */
    REPORT_PID = 2,    /* value: the pid of P2 as P1 sees it */
    REPORT_MOUNTED = 3,
    REPORT_READY = 4,
    REPORT_STARTED = 5,   /* value: which of the paths to try it executes, from 0 */
    REPORT_HOOK_DONE = 6, /* operation: index of the hook; value: its wait status */
    REPORT_COPY_UP = 7,   /* carries two descriptors: a directory, and the tmpfs to copy it to */
    REPORT_NETWORK = 8,   /* carries two netlink sockets: the caller's network, the container's */
    REPORT_LISTENER = 9,  /* value: the descriptor of P2 that its seccomp filter asks for answers */
};

struct report {
    uint32_t type, operation;
    int32_t error, value;
};

/* test/c/layout_check.c asserts the offsets. */
_Static_assert(sizeof(struct program_header) == 40, "program_header");
_Static_assert(sizeof(struct operation) == 80, "operation");
_Static_assert(sizeof(relocation) == 4, "relocation");
_Static_assert(sizeof(struct report) == 16, "report");

#endif
