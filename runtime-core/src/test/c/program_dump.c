/*
 * Prints a program as the executor's own decoder reads it: `program_dump FILE`, or `-` for stdin.
 * Exit status 1 and one line on stderr if it is malformed.
 *
 * The form is canonical and numeric; Java prints the same for its own programs, and a test compares.
 *
 *     program: 5 operations, 2 slots, 1 relocations, 40 bytes of data, reports to 3
 *     0 call 165(0, &64, $3, -100, 0, 0) -> $4 on 2,17 goto 2
 *     1 call 257(-100, &0, 524288, 0, 0, 0) on any goto 3
 *     2 jump goto 4
 *     3 jump $4 >= 0 goto 1
 *     4 store $4 width 4 at 96
 *     5 load $4 width 4 at 96
 *     relocate 16
 *     data 0 2f62696e2f73680000000000000000000000000000000000000000000000000000
 *     data 32 0000000000000000
 *
 * Numbers are decimal, immediates and constants signed 64 bit; `&n` is data offset n, `$n` slot n.
 * `-> $n` is left out if the result goes nowhere, `on ... goto n` if no errno is handled. Conditions
 * are ==, !=, <, >=; an unconditional jump has none. Data is hexadecimal, 32 bytes a line.
 */
#include "decode.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

int64_t system_call(uint32_t number, const uint64_t arguments[PROGRAM_ARGUMENTS]) {
    (void) number;
    (void) arguments;
    abort(); /* nothing is performed here */
}

static void print_argument(uint8_t kind, uint64_t value) {
    if (kind == ARGUMENT_IMMEDIATE)
        printf("%" PRId64, (int64_t) value);
    else
        printf("%c%" PRIu64, kind == ARGUMENT_DATA ? '&' : '$', value);
}

static void print_errors(const struct operation *operation) {
    const char *separator = " on ";

    for (int i = 0; i < PROGRAM_ERRNOS; i++) {
        if (operation->errnos[i] == 0) continue;
        if (operation->errnos[i] == ERRNO_ANY)
            printf("%sany", separator);
        else
            printf("%s%u", separator, operation->errnos[i]);
        separator = ",";
    }
    if (*separator == ',') printf(" goto %u", operation->error_target);
}

static void print_call(const struct operation *operation) {
    printf("call %u(", operation->target);
    for (int i = 0; i < PROGRAM_ARGUMENTS; i++) {
        if (i > 0) printf(", ");
        print_argument(operation->argument_kinds[i], operation->arguments[i]);
    }
    printf(")");
    if (operation->result != RESULT_NONE) printf(" -> $%u", operation->result);
    print_errors(operation);
}

static void print_operation(const struct operation *operation) {
    static const char *const conditions[] = {"", "==", "!=", "<", ">="};

    if (operation->kind == OPERATION_CALL)
        print_call(operation);
    else if (operation->kind == OPERATION_STORE)
        printf("store $%" PRIu64 " width %u at %u", operation->arguments[0], operation->width,
            operation->target);
    else if (operation->kind == OPERATION_LOAD)
        printf("load $%u width %u at %u", operation->result, operation->width, operation->target);
    else if (operation->condition == JUMP_ALWAYS)
        printf("jump goto %u", operation->target);
    else
        printf("jump $%" PRIu64 " %s %" PRId64 " goto %u", operation->arguments[0],
            conditions[operation->condition], (int64_t) operation->arguments[1], operation->target);
    printf("\n");
}

static void print_program(const struct program *program) {
    const struct program_header *header = program->header;

    printf("program: %u operations, %u slots, %u relocations, %u bytes of data, reports to "
           "%d\n",
        header->operation_count, header->slot_count, header->relocation_count, header->data_size,
        header->report_fd);
    for (uint32_t i = 0; i < header->operation_count; i++) {
        printf("%u ", i);
        print_operation(&program->operations[i]);
    }
    for (uint32_t i = 0; i < header->relocation_count; i++)
        printf("relocate %u\n", program->relocations[i]);
    for (uint32_t i = 0; i < header->data_size; i++) {
        if (i % 32 == 0) printf("data %u ", i);
        printf("%02x%s", program->data[i], i % 32 == 31 || i + 1 == header->data_size ? "\n" : "");
    }
}

int main(int argc, char **argv) {
    struct program program;
    uint32_t faulty;
    size_t size;
    bool standard_input = argc == 2 && argv[1][0] == '-' && argv[1][1] == '\0';
    FILE *file = argc != 2 ? NULL : standard_input ? stdin : fopen(argv[1], "rb");
    static _Alignas(PROGRAM_DATA_ALIGNMENT) unsigned char bytes[PROGRAM_MAX_SIZE];

    if (!file) {
        fprintf(stderr, "usage: program_dump FILE\n");
        return 2;
    }
    size = fread(bytes, 1, sizeof(bytes), file);
    if (program_decode(bytes, size, &program, &faulty) < 0) {
        if (faulty == OPERATION_NONE)
            fprintf(stderr, "malformed program\n");
        else
            fprintf(stderr, "malformed program: operation %u\n", faulty);
        return 1;
    }
    print_program(&program);
    return 0;
}
