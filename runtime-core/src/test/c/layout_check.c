/*
 * Prints every number of the two contracts, one `name=value` a line, as this compiler sees them. A
 * Java test compares them with the constants it encodes and decodes by. The offsets themselves are
 * held by static asserts in the headers.
 */
#include "program.h"
#include "protocol.h"

#include <stdio.h>

#define SHOW(name) printf("%s=%lld\n", #name, (long long) (name))
#define SHOW_SIZE(type) printf("sizeof(" #type ")=%zu\n", sizeof(struct type))
#define SHOW_FIELD(type, field)                                                        \
	printf("offsetof(" #type ", " #field ")=%zu\n", offsetof(struct type, field)); \
	printf("sizeof(" #type "." #field ")=%zu\n", sizeof(((struct type *) 0)->field))

static void show_program_constants(void)
{
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
}

static void show_program_layout(void)
{
	SHOW_SIZE(program_header);
	SHOW_FIELD(program_header, magic);
	SHOW_FIELD(program_header, version);
	SHOW_FIELD(program_header, operation_count);
	SHOW_FIELD(program_header, slot_count);
	SHOW_FIELD(program_header, relocation_count);
	SHOW_FIELD(program_header, data_size);
	SHOW_FIELD(program_header, report_fd);
	SHOW_FIELD(program_header, operations_offset);
	SHOW_FIELD(program_header, relocations_offset);
	SHOW_FIELD(program_header, data_offset);
	SHOW_SIZE(operation);
	SHOW_FIELD(operation, kind);
	SHOW_FIELD(operation, result);
	SHOW_FIELD(operation, target);
	SHOW_FIELD(operation, errnos);
	SHOW_FIELD(operation, error_target);
	SHOW_FIELD(operation, argument_kinds);
	SHOW_FIELD(operation, condition);
	SHOW_FIELD(operation, width);
	SHOW_FIELD(operation, arguments);
	SHOW_SIZE(report);
	SHOW_FIELD(report, type);
	SHOW_FIELD(report, operation);
	SHOW_FIELD(report, error);
	SHOW_FIELD(report, value);
}

static void show_protocol_constants(void)
{
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

static void show_protocol_layout(void)
{
	SHOW_SIZE(request);
	SHOW_FIELD(request, magic);
	SHOW_FIELD(request, version);
	SHOW_FIELD(request, argc);
	SHOW_FIELD(request, envc);
	SHOW_FIELD(request, payload_size);
	SHOW_FIELD(request, flags);
	SHOW_FIELD(request, umask);
	SHOW_FIELD(request, reserved);
	SHOW_FIELD(request, started_ns);
	SHOW_SIZE(order);
	SHOW_FIELD(order, type);
	SHOW_FIELD(order, flags);
	SHOW_FIELD(order, args);
	SHOW_FIELD(order, length);
	SHOW_FIELD(order, reserved);
	SHOW_SIZE(reply);
	SHOW_FIELD(reply, type);
	SHOW_FIELD(reply, flags);
	SHOW_FIELD(reply, value);
	SHOW_FIELD(reply, error);
}

int main(void)
{
	show_program_constants();
	show_program_layout();
	show_protocol_constants();
	show_protocol_layout();
	return 0;
}
