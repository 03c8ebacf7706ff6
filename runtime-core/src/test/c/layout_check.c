/*
 * Prints every number of the two contracts, one `name=value` a line, as this compiler sees them. A
 * Java test compares them with the constants it encodes and decodes by. That the offsets are those
 * agreed on is asserted here.
 */
#include "program.h"
#include "protocol.h"

#include <stdio.h>

#define SHOW(name) printf("%s=%lld\n", #name, (long long) (name))
#define SHOW_SIZE(type) printf("sizeof(" #type ")=%zu\n", sizeof(struct type))
#define SHOW_FIELD(type, field, offset)                                            \
    _Static_assert(offsetof(struct type, field) == (offset), #type "." #field);    \
    printf("offsetof(" #type ", " #field ")=%zu\n", offsetof(struct type, field)); \
    printf("sizeof(" #type "." #field ")=%zu\n", sizeof(((struct type *) 0)->field))

static void show_program_constants(void) {
    SHOW(PROGRAM_MAGIC);
    SHOW(PROGRAM_VERSION);
    SHOW(PROGRAM_MAX_SLOTS);
    SHOW(PROGRAM_MAX_SIZE);
    SHOW(PROGRAM_ARGUMENTS);
    SHOW(PROGRAM_ERRNOS);
    SHOW(PROGRAM_DATA_ALIGNMENT);
    SHOW(RESULT_NONE);
    SHOW(ERRNO_ANY);
    SHOW(OPERATION_NONE);
    SHOW(OPERATION_CALL);
    SHOW(OPERATION_JUMP);
    SHOW(OPERATION_STORE);
    SHOW(OPERATION_LOAD);
    SHOW(ARGUMENT_IMMEDIATE);
    SHOW(ARGUMENT_DATA);
    SHOW(ARGUMENT_SLOT);
    SHOW(JUMP_ALWAYS);
    SHOW(JUMP_EQUAL);
    SHOW(JUMP_NOT_EQUAL);
    SHOW(JUMP_LESS);
    SHOW(JUMP_NOT_LESS);
    SHOW(REPORT_FAILED);
    SHOW(REPORT_PID);
    SHOW(REPORT_MOUNTED);
    SHOW(REPORT_READY);
    SHOW(REPORT_STARTED);
    SHOW(REPORT_HOOK_DONE);
    SHOW(REPORT_COPY_UP);
    SHOW(REPORT_NETWORK);
    SHOW(REPORT_LISTENER);
}

static void show_program_layout(void) {
    SHOW_SIZE(program_header);
    SHOW_FIELD(program_header, magic, 0);
    SHOW_FIELD(program_header, version, 4);
    SHOW_FIELD(program_header, operation_count, 8);
    SHOW_FIELD(program_header, slot_count, 12);
    SHOW_FIELD(program_header, relocation_count, 16);
    SHOW_FIELD(program_header, data_size, 20);
    SHOW_FIELD(program_header, report_fd, 24);
    SHOW_FIELD(program_header, operations_offset, 28);
    SHOW_FIELD(program_header, relocations_offset, 32);
    SHOW_FIELD(program_header, data_offset, 36);
    SHOW_SIZE(operation);
    SHOW_FIELD(operation, kind, 0);
    SHOW_FIELD(operation, result, 2);
    SHOW_FIELD(operation, target, 4);
    SHOW_FIELD(operation, errnos, 8);
    SHOW_FIELD(operation, error_target, 16);
    SHOW_FIELD(operation, argument_kinds, 20);
    SHOW_FIELD(operation, condition, 26);
    SHOW_FIELD(operation, width, 28);
    SHOW_FIELD(operation, arguments, 32);
    SHOW_SIZE(report);
    SHOW_FIELD(report, type, 0);
    SHOW_FIELD(report, operation, 4);
    SHOW_FIELD(report, error, 8);
    SHOW_FIELD(report, value, 12);
}

static void show_protocol_constants(void) {
    SHOW(PROTOCOL_MAGIC);
    SHOW(PROTOCOL_VERSION);
    SHOW(PROTOCOL_MAX_INLINE);
    SHOW(PROTOCOL_MAX_FDS);
    SHOW(ENGINE_LISTEN_FD);
    SHOW(REQUEST_STDIN_CLOSED);
    SHOW(REQUEST_STDOUT_CLOSED);
    SHOW(REQUEST_STDERR_CLOSED);
    SHOW(REQUEST_STDERR_TERMINAL);
    SHOW(REQUEST_STDOUT_TERMINAL);
    SHOW(REQUEST_STDIN_TERMINAL);
    SHOW(ORDER_SPAWN);
    SHOW(ORDER_RUN);
    SHOW(ORDER_WRITE);
    SHOW(ORDER_ATTACH);
    SHOW(ORDER_EXIT);
    SHOW(ORDER_SUBREAPER);
    SHOW(ORDER_RELAY_TERMINAL);
    SHOW(REPLY_SPAWNED);
    SHOW(REPLY_RAN);
    SHOW(REPLY_EXITED);
    SHOW(REPLY_TIMED_OUT);
}

static void show_protocol_layout(void) {
    SHOW_SIZE(request);
    SHOW_FIELD(request, magic, 0);
    SHOW_FIELD(request, version, 4);
    SHOW_FIELD(request, argc, 8);
    SHOW_FIELD(request, envc, 12);
    SHOW_FIELD(request, payload_size, 16);
    SHOW_FIELD(request, flags, 20);
    SHOW_FIELD(request, umask, 24);
    SHOW_FIELD(request, reserved, 28);
    SHOW_FIELD(request, started_ns, 32);
    SHOW_SIZE(order);
    SHOW_FIELD(order, type, 0);
    SHOW_FIELD(order, flags, 4);
    SHOW_FIELD(order, args, 8);
    SHOW_FIELD(order, length, 32);
    SHOW_FIELD(order, reserved, 36);
    SHOW_SIZE(reply);
    SHOW_FIELD(reply, type, 0);
    SHOW_FIELD(reply, flags, 4);
    SHOW_FIELD(reply, value, 8);
    SHOW_FIELD(reply, error, 12);
}

int main(void) {
    show_program_constants();
    show_program_layout();
    show_protocol_constants();
    show_protocol_layout();
    return 0;
}
