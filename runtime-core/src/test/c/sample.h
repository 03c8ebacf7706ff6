/* Programs made by hand, for the tests of the executor and as seeds of the fuzzer. */
#ifndef JRUNC_SAMPLE_H
#define JRUNC_SAMPLE_H

#include "program.h"

enum { SAMPLE_OPERATIONS = 16, SAMPLE_RELOCATIONS = 4, SAMPLE_DATA = 512 };

/* The sections, one after the other, as in a file. */
struct sample {
    struct program_header header;
    struct operation operations[SAMPLE_OPERATIONS];
    relocation relocations[SAMPLE_RELOCATIONS];
    _Alignas(PROGRAM_DATA_ALIGNMENT) unsigned char data[SAMPLE_DATA];
};

static inline struct sample sample_of(int32_t report_fd) {
    return (struct sample){
        .header =
            {
                .magic = PROGRAM_MAGIC,
                .version = PROGRAM_VERSION,
                .slot_count = 8,
                .data_size = SAMPLE_DATA,
                .report_fd = report_fd,
                .operations_offset = offsetof(struct sample, operations),
                .relocations_offset = offsetof(struct sample, relocations),
                .data_offset = offsetof(struct sample, data),
            },
    };
}

/* Adds an operation to a sample; the fields that are not named are 0. */
#define SAMPLE_ADD(sample, ...) \
    ((sample)->operations[(sample)->header.operation_count++] = (struct operation){__VA_ARGS__})

#define SAMPLE_CALL(sample, slot, number, ...) \
    SAMPLE_ADD(sample, .kind = OPERATION_CALL, .result = (slot), .target = (number), __VA_ARGS__)

#define SAMPLE_EXIT(sample, status) \
    SAMPLE_CALL(sample, RESULT_NONE, SYS_exit_group, .arguments = {status})

#endif
