/*
 * Fuzzes the decoder and the interpreter. With libFuzzer: build with -DLIBFUZZER and clang's
 * -fsanitize=fuzzer. Alone: `fuzz_program SECONDS [SEED FILE...]` mutates the seeds, and one of its
 * own, for that long. No system call is performed: their results are invented.
 */
#include "decode.h"
#include "sample.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

enum { STEPS = 200, MAX_SEEDS = 256 };

static uint64_t random_state = 0x9e3779b97f4a7c15;

static uint64_t random_number(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

/* Success, a failure, or a number that is neither. */
int64_t system_call(uint32_t number, const uint64_t arguments[PROGRAM_ARGUMENTS]) {
    uint64_t random = random_number() ^ number ^ arguments[0];

    switch (random % 4) {
    case 0: return 0;
    case 1: return -(int64_t) (random % 4200);
    case 2: return (int64_t) (random % 100);
    default: return (int64_t) random;
    }
}

/* The bytes lie in a block of exactly their size, so that the sanitizer sees any step outside. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    unsigned char *copy = malloc(size + 1);
    int64_t slots[PROGRAM_MAX_SLOTS], index = 0;
    struct program program;
    uint32_t faulty;

    if (!copy) abort();
    memcpy(copy, bytes, size);
    copy = realloc(copy, size ? size : 1);
    if (copy && program_decode(copy, size, &program, &faulty) == 0) {
        program_relocate(&program);
        program_reset(&program, slots);
        for (int i = 0; i < STEPS && index >= 0; i++)
            index = program_step(&program, slots, (uint32_t) index);
    }
    free(copy);
    return 0;
}

#ifndef LIBFUZZER

struct seed {
    size_t size;
    unsigned char *bytes;
};

static struct seed own_seed(void) {
    struct sample *sample = malloc(sizeof(*sample));

    if (!sample) abort();
    *sample = sample_of(3);
    SAMPLE_CALL(sample, 1, SYS_close, .argument_kinds = {ARGUMENT_SLOT, ARGUMENT_DATA},
        .arguments = {2, 64}, .errnos = {EBADF, ERRNO_ANY}, .error_target = 2);
    SAMPLE_ADD(
        sample, .kind = OPERATION_JUMP, .target = 3, .condition = JUMP_LESS, .arguments = {1, 0});
    SAMPLE_ADD(sample, .kind = OPERATION_STORE, .target = 120, .width = 8, .arguments = {1});
    SAMPLE_EXIT(sample, 0);
    sample->data[8] = 120;
    sample->relocations[sample->header.relocation_count++] = 8;
    return (struct seed){.size = sizeof(*sample), .bytes = (unsigned char *) sample};
}

static struct seed seed_of(const char *path) {
    struct seed seed = {.bytes = malloc(PROGRAM_MAX_SIZE)};
    FILE *file = fopen(path, "rb");

    if (!file || !seed.bytes) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    seed.size = fread(seed.bytes, 1, PROGRAM_MAX_SIZE, file);
    fclose(file);
    return seed;
}

/* Changes a few places: a bit, a byte, or a 32-bit word to a number that is often a boundary. */
static void mutate(unsigned char *bytes, size_t size) {
    static const uint32_t edges[] = {0, 1, 8, 16, 40, 255, 256, 0x7fffffff, 0x80000000, 0xffffffff};

    for (uint64_t count = 1 + random_number() % 4; count > 0; count--) {
        /* half of them in the header, where one byte decides most */
        size_t at = random_number() % (random_number() % 2 || size < 41 ? size : 40);

        if (random_number() % 3 == 0)
            bytes[at] ^= (unsigned char) (1u << random_number() % 8);
        else if (random_number() % 2 == 0 || (at &= ~(size_t) 3) + 4 > size)
            bytes[at] = (unsigned char) random_number();
        else
            memcpy(bytes + at, &edges[random_number() % 10], 4);
    }
}

int main(int argc, char **argv) {
    static struct seed seeds[MAX_SEEDS];
    time_t end = time(NULL) + (argc > 1 ? atoi(argv[1]) : 1);
    size_t count = 0, runs = 0;
    unsigned char *bytes = malloc(PROGRAM_MAX_SIZE);

    seeds[count++] = own_seed();
    for (int i = 2; i < argc && count < MAX_SEEDS; i++)
        seeds[count++] = seed_of(argv[i]);
    for (; bytes && time(NULL) < end; runs++) {
        const struct seed *seed = &seeds[runs % count];
        size_t size = seed->size;

        memcpy(bytes, seed->bytes, size);
        if (random_number() % 8 == 0) size = random_number() % (size + 1);
        if (size > 0) mutate(bytes, size);
        LLVMFuzzerTestOneInput(bytes, size);
    }
    printf("fuzz: %zu programs from %zu seeds: ok\n", runs, count);
    for (size_t i = 0; i < count; i++)
        free(seeds[i].bytes);
    free(bytes);
    return 0;
}

#endif
