/* The kernel without a libc: one raw system call and the entry point, per architecture. */
#ifndef JRUNC_KERNEL_H
#define JRUNC_KERNEL_H

#include <asm/unistd.h>
#include <stdint.h>

#if defined(__x86_64__)
static inline int64_t raw_call(uint32_t number, const uint64_t a[6]) {
    register uint64_t r10 __asm__("r10") = a[3];
    register uint64_t r8 __asm__("r8") = a[4];
    register uint64_t r9 __asm__("r9") = a[5];
    int64_t result;
    __asm__ volatile(
        "syscall"
        : "=a"(result)
        : "a"((uint64_t) number), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9)
        : "rcx", "r11", "memory");
    return result;
}

#define ENTRY_POINT(function) \
    __asm__(                  \
        ".globl _start\n_start: xor %ebp, %ebp; mov %rsp, %rdi; and $-16, %rsp; call " #function)
#elif defined(__aarch64__)
static inline int64_t raw_call(uint32_t number, const uint64_t a[6]) {
    register uint64_t x8 __asm__("x8") = number;
    register uint64_t x0 __asm__("x0") = a[0];
    register uint64_t x1 __asm__("x1") = a[1];
    register uint64_t x2 __asm__("x2") = a[2];
    register uint64_t x3 __asm__("x3") = a[3];
    register uint64_t x4 __asm__("x4") = a[4];
    register uint64_t x5 __asm__("x5") = a[5];
    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return (int64_t) x0;
}

#define ENTRY_POINT(function) \
    __asm__(".globl _start\n_start: mov x29, xzr; mov x30, xzr; mov x0, sp; bl " #function)
#else
#error "no raw system calls for this architecture"
#endif
#endif
