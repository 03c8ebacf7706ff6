/* The decoder: the only reader of programs, shared by the executor, the dump tool and the fuzzer. */
#include "decode.h"

#include <linux/errno.h>
#include <stdbool.h>

/* Whether `count` elements of `width` bytes at `offset` lie between `from` and `size`. */
static bool fits(uint64_t offset, uint64_t count, uint64_t width, uint64_t from, uint64_t size)
{
	return offset >= from && offset <= size && count <= (size - offset) / width;
}

/* The sections must not overlap: a store into the operations would undo every check. */
static bool header_is_valid(const struct program_header *header, size_t size)
{
	uint64_t operations_end, relocations_end;

	if (header->magic != PROGRAM_MAGIC || header->version != PROGRAM_VERSION)
		return false;
	if (header->operation_count == 0 || header->slot_count > PROGRAM_MAX_SLOTS)
		return false;
	if (header->operations_offset % _Alignof(struct operation) != 0 ||
	    header->relocations_offset % _Alignof(relocation) != 0 ||
	    header->data_offset % PROGRAM_DATA_ALIGNMENT != 0)
		return false;
	if (!fits(header->operations_offset, header->operation_count, sizeof(struct operation),
		  sizeof(*header), size))
		return false;
	operations_end = header->operations_offset +
			 (uint64_t) header->operation_count * sizeof(struct operation);
	if (!fits(header->relocations_offset, header->relocation_count, sizeof(relocation),
		  operations_end, size))
		return false;
	relocations_end = header->relocations_offset +
			  (uint64_t) header->relocation_count * sizeof(relocation);
	return fits(header->data_offset, header->data_size, 1, relocations_end, size);
}

static bool relocations_are_valid(const struct program *program)
{
	const struct program_header *header = program->header;

	for (uint32_t i = 0; i < header->relocation_count; i++) {
		relocation offset = program->relocations[i];

		if (offset % sizeof(uint64_t) != 0 ||
		    !fits(offset, 1, sizeof(uint64_t), 0, header->data_size))
			return false;
		if (*(const uint64_t *) (program->data + offset) > header->data_size)
			return false;
	}
	return true;
}

static bool handles_errors(const struct operation *operation)
{
	for (int i = 0; i < PROGRAM_ERRNOS; i++)
		if (operation->errnos[i] != 0)
			return true;
	return false;
}

static bool call_is_valid(const struct program_header *header, const struct operation *operation)
{
	if (operation->result != RESULT_NONE && operation->result >= header->slot_count)
		return false;
	if (handles_errors(operation) && operation->error_target >= header->operation_count)
		return false;
	for (int i = 0; i < PROGRAM_ARGUMENTS; i++) {
		switch (operation->argument_kinds[i]) {
		case ARGUMENT_IMMEDIATE:
			break;
		case ARGUMENT_DATA:
			if (operation->arguments[i] > header->data_size)
				return false;
			break;
		case ARGUMENT_SLOT:
			if (operation->arguments[i] >= header->slot_count)
				return false;
			break;
		default:
			return false;
		}
	}
	return true;
}

/* The word of the data that a store writes or a load reads. */
static bool word_is_valid(const struct program_header *header, const struct operation *operation)
{
	return (operation->width == 4 || operation->width == 8) &&
	       operation->target % operation->width == 0 &&
	       fits(operation->target, 1, operation->width, 0, header->data_size);
}

static bool operation_is_valid(const struct program_header *header,
			       const struct operation *operation)
{
	switch (operation->kind) {
	case OPERATION_CALL:
		return call_is_valid(header, operation);
	case OPERATION_JUMP:
		if (operation->target >= header->operation_count)
			return false;
		return operation->condition == JUMP_ALWAYS ||
		       (operation->condition <= JUMP_NOT_LESS &&
			operation->arguments[0] < header->slot_count);
	case OPERATION_STORE:
		return word_is_valid(header, operation) &&
		       operation->arguments[0] < header->slot_count;
	case OPERATION_LOAD:
		return word_is_valid(header, operation) && operation->result < header->slot_count;
	default:
		return false;
	}
}

int program_decode(void *bytes, size_t size, struct program *program, uint32_t *faulty)
{
	unsigned char *base = bytes;
	const struct program_header *header = bytes;

	*faulty = OPERATION_NONE;
	if (size < sizeof(*header) || size > PROGRAM_MAX_SIZE || !header_is_valid(header, size))
		return -ENOEXEC;
	program->header = header;
	program->operations = (const struct operation *) (base + header->operations_offset);
	program->relocations = (const relocation *) (base + header->relocations_offset);
	program->data = base + header->data_offset;
	if (!relocations_are_valid(program))
		return -ENOEXEC;
	for (uint32_t i = 0; i < header->operation_count; i++) {
		if (!operation_is_valid(header, &program->operations[i])) {
			*faulty = i;
			return -ENOEXEC;
		}
	}
	return 0;
}

void program_relocate(const struct program *program)
{
	for (uint32_t i = 0; i < program->header->relocation_count; i++)
		*(uint64_t *) (program->data + program->relocations[i]) +=
			(uintptr_t) program->data;
}

void program_reset(const struct program *program, int64_t *slots)
{
	for (uint32_t i = 0; i < program->header->slot_count; i++)
		slots[i] = -1;
}

static bool is_handled(const struct operation *operation, int64_t error)
{
	for (int i = 0; i < PROGRAM_ERRNOS; i++)
		if (operation->errnos[i] == ERRNO_ANY || operation->errnos[i] == error)
			return true;
	return false;
}

static int64_t step_call(const struct program *program, int64_t *slots, uint32_t index)
{
	const struct operation *operation = &program->operations[index];
	uint64_t arguments[PROGRAM_ARGUMENTS];
	int64_t result;

	for (int i = 0; i < PROGRAM_ARGUMENTS; i++) {
		arguments[i] = operation->arguments[i];
		if (operation->argument_kinds[i] == ARGUMENT_DATA)
			arguments[i] += (uintptr_t) program->data;
		else if (operation->argument_kinds[i] == ARGUMENT_SLOT)
			arguments[i] = (uint64_t) slots[arguments[i]];
	}
	result = system_call(operation->target, arguments);
	if (operation->result != RESULT_NONE)
		slots[operation->result] = result;
	if (result >= 0 || result < -4095)
		return (int64_t) index + 1;
	return is_handled(operation, -result) ? (int64_t) operation->error_target : result;
}

static bool jumps(const struct operation *operation, const int64_t *slots)
{
	int64_t constant = (int64_t) operation->arguments[1];
	int64_t value;

	if (operation->condition == JUMP_ALWAYS)
		return true;
	value = slots[operation->arguments[0]];
	switch (operation->condition) {
	case JUMP_EQUAL:
		return value == constant;
	case JUMP_NOT_EQUAL:
		return value != constant;
	case JUMP_LESS:
		return value < constant;
	default:
		return value >= constant;
	}
}

static void store(unsigned char *to, int64_t value, uint32_t width)
{
	if (width == 4)
		*(uint32_t *) to = (uint32_t) value;
	else
		*(uint64_t *) to = (uint64_t) value;
}

static int64_t load(const unsigned char *from, uint32_t width)
{
	return width == 4 ? (int64_t) *(const uint32_t *) from : *(const int64_t *) from;
}

int64_t program_step(const struct program *program, int64_t *slots, uint32_t index)
{
	const struct operation *operation;

	if (index >= program->header->operation_count)
		return -ENOEXEC; /* a program ends with a call that does not return */
	operation = &program->operations[index];
	if (operation->kind == OPERATION_CALL)
		return step_call(program, slots, index);
	if (operation->kind == OPERATION_JUMP)
		return jumps(operation, slots) ? (int64_t) operation->target : (int64_t) index + 1;
	if (operation->kind == OPERATION_LOAD)
		slots[operation->result] = load(program->data + operation->target, operation->width);
	else
		store(program->data + operation->target, slots[operation->arguments[0]],
		      operation->width);
	return (int64_t) index + 1;
}
