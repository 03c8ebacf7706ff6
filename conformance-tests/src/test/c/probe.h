/* What the parts of the probe share: one flat JSON object of facts, written piece by piece. */
#ifndef PROBE_H
#define PROBE_H

#include <stddef.h>

/* Writes the fact `group:name` with a printf-formatted value; the name may be NULL. */
__attribute__((format(printf, 3, 4))) void fact(const char *group, const char *name, const char *format, ...);

/* The symbolic name of an errno, or its number when it has none. */
const char *error_name(int error);

/* Reads a whole small file into `buffer`, terminated; returns its length or -errno. */
long read_file(const char *path, char *buffer, size_t size);

void kernel_facts(void);  /* facts_kernel.c: status, namespaces, limits, identity, cgroups */
void view_facts(int argc, char **argv); /* facts_view.c: mounts, devices, descriptors, terminal, what paths allow */
void call_facts(void);    /* facts_calls.c: what some system calls answer */
int sweep(void);                          /* sweep.c: every system call */
int make_calls(int count, char **texts);  /* sweep.c: the system calls that are named */
int interrupted_call(const char *text);   /* sweep.c: one that a signal interrupts */

#endif
