/* The decoder: the only reader of programs, shared by the executor, the dump tool and the fuzzer. */
#include "decode.h"

#include <linux/errno.h>
#include <stdbool.h>

/* Whether a word of `width` bytes lies in the data, aligned. */
static bool is_word(uint64_t offset, uint32_t width, const struct program_header *header) {
    return offset % width == 0 && width <= header->data_size && offset <= header->data_size - width;
}

/*
 * The sections must not overlap: a store into the operations would undo every check. They are in
 * order, so what ends the last one bounds them all. None of the sums overflows 64 bits.
 */
static bool header_is_valid(const struct program_header *header, size_t size) {
    const uint64_t operations = header->operations_offset, relocations = header->relocations_offset;
    const uint64_t operations_end = operations + header->operation_count * sizeof(struct operation);
    const uint64_t relocations_end = relocations + header->relocation_count * sizeof(relocation);
    if (header->magic != PROGRAM_MAGIC || header->version != PROGRAM_VERSION ||
        header->operation_count == 0 || header->slot_count > PROGRAM_MAX_SLOTS ||
        operations % _Alignof(struct operation) != 0 || relocations % _Alignof(relocation) != 0 ||
        header->data_offset % PROGRAM_DATA_ALIGNMENT != 0)
        return false;
    return operations >= sizeof(*header) && relocations >= operations_end &&
           header->data_offset >= relocations_end && header->data_offset <= size &&
           header->data_size <= size - header->data_offset;
}

static bool relocations_are_valid(const struct program *program) {
    const struct program_header *header = program->header;
    for (uint32_t i = 0; i < header->relocation_count; i++) {
        relocation offset = program->relocations[i];
        if (!is_word(offset, sizeof(uint64_t), header)) return false;
        if (*(const uint64_t *) (program->data + offset) > header->data_size) return false;
    }
    return true;
}

static bool call_is_valid(const struct program_header *header, const struct operation *operation) {
    if (operation->result != RESULT_NONE && operation->result >= header->slot_count) return false;
    if (operation->error_target >= header->operation_count) return false;
    for (int i = 0; i < PROGRAM_ARGUMENTS; i++) {
        const uint8_t kind = operation->argument_kinds[i];
        const uint64_t argument = operation->arguments[i];
        if (kind > ARGUMENT_SLOT || (kind == ARGUMENT_DATA && argument > header->data_size) ||
            (kind == ARGUMENT_SLOT && argument >= header->slot_count))
            return false;
    }
    return true;
}

static bool operation_is_valid(
    const struct program_header *header, const struct operation *operation) {
    switch (operation->kind) {
    case OPERATION_CALL: return call_is_valid(header, operation);
    case OPERATION_JUMP:
        if (operation->target >= header->operation_count) return false;
        return operation->condition == JUMP_ALWAYS ||
               (operation->condition <= JUMP_NOT_LESS &&
                   operation->arguments[0] < header->slot_count);
    case OPERATION_STORE:
    case OPERATION_LOAD:
        return (operation->width == 4 || operation->width == 8) &&
               is_word(operation->target, operation->width, header) &&
               (operation->kind == OPERATION_STORE ? operation->arguments[0] : operation->result) <
                   header->slot_count;
    default: return false;
    }
}

int program_decode(void *bytes, size_t size, struct program *program, uint32_t *faulty) {
    unsigned char *base = bytes;
    const struct program_header *header = bytes;
    *faulty = OPERATION_NONE;
    if (size < sizeof(*header) || size > PROGRAM_MAX_SIZE || !header_is_valid(header, size))
        return -ENOEXEC;
    program->header = header;
    program->operations = (const struct operation *) (base + header->operations_offset);
    program->relocations = (const relocation *) (base + header->relocations_offset);
    program->data = base + header->data_offset;
    if (!relocations_are_valid(program)) return -ENOEXEC;
    for (uint32_t i = 0; i < header->operation_count; i++) {
        if (!operation_is_valid(header, &program->operations[i])) {
            *faulty = i;
            return -ENOEXEC;
        }
    }
    return 0;
}

void program_relocate(const struct program *program) {
    for (uint32_t i = 0; i < program->header->relocation_count; i++)
        *(uint64_t *) (program->data + program->relocations[i]) += (uintptr_t) program->data;
}

void program_reset(const struct program *program, int64_t *slots) {
    for (uint32_t i = 0; i < program->header->slot_count; i++)
        slots[i] = -1;
}

static bool is_handled(const struct operation *operation, int64_t error) {
    for (int i = 0; i < PROGRAM_ERRNOS; i++)
        if (operation->errnos[i] == ERRNO_ANY || operation->errnos[i] == error) return true;
    return false;
}

static int64_t step_call(const struct program *program, int64_t *slots, uint32_t index) {
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
    if (operation->result != RESULT_NONE) slots[operation->result] = result;
    if (result >= 0 || result < -4095) return (int64_t) index + 1;
    return is_handled(operation, -result) ? (int64_t) operation->error_target : result;
}

static bool jumps(const struct operation *operation, const int64_t *slots) {
    int64_t constant = (int64_t) operation->arguments[1];
    int64_t value;
    if (operation->condition == JUMP_ALWAYS) return true;
    value = slots[operation->arguments[0]];
    switch (operation->condition) {
    case JUMP_EQUAL: return value == constant;
    case JUMP_NOT_EQUAL: return value != constant;
    case JUMP_LESS: return value < constant;
    default: return value >= constant;
    }
}

static void store(unsigned char *to, int64_t value, uint32_t width) {
    if (width == 4)
        *(uint32_t *) to = (uint32_t) value;
    else
        *(int64_t *) to = value;
}

static int64_t load(const unsigned char *from, uint32_t width) {
    return width == 4 ? (int64_t) * (const uint32_t *) from : *(const int64_t *) from;
}

int64_t program_step(const struct program *program, int64_t *slots, uint32_t index) {
    const struct operation *operation = &program->operations[index];
    /* A program ends with a call that does not return. */
    if (index >= program->header->operation_count) return -ENOEXEC;
    switch (operation->kind) {
    case OPERATION_CALL: return step_call(program, slots, index);
    case OPERATION_JUMP:
        if (jumps(operation, slots)) return (int64_t) operation->target;
        break;
    case OPERATION_STORE:
        store(program->data + operation->target, slots[operation->arguments[0]], operation->width);
        break;
    case OPERATION_LOAD:
        slots[operation->result] = load(program->data + operation->target, operation->width);
        break;
    }
    return (int64_t) index + 1;
}
