/* Reading a program safely, and performing it one operation at a time; see program.h. */
#ifndef JRUNC_DECODE_H
#define JRUNC_DECODE_H

#include "program.h"

/* A checked program; the pointers lead into the bytes that were decoded. */
struct program {
    const struct program_header *header;
    const struct operation *operations;
    const relocation *relocations;
    unsigned char *data;
};

/*
 * Checks `size` bytes, aligned to 16, and points `program` into them. Returns 0, or -ENOEXEC with
 * the index of the operation that is wrong, or OPERATION_NONE, in *faulty.
 */
int program_decode(void *bytes, size_t size, struct program *program, uint32_t *faulty);

/* Turns the words that the relocations list into addresses, once; gives slots their first value. */
void program_relocate(const struct program *program);
void program_reset(const struct program *program, int64_t *slots);

/* Performs one operation. Returns the index of the next one, or -errno if the program fails here. */
int64_t program_step(const struct program *program, int64_t *slots, uint32_t index);

/* What program_step calls the kernel with: the executor's is real, the fuzzer's is not. */
int64_t system_call(uint32_t number, const uint64_t arguments[PROGRAM_ARGUMENTS]);

#endif
