/* Runs a command that takes its memory from the nearest node, as numactl(8) --localalloc does. */
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LOCAL = 4 };

int main(int argc, char **argv) {
	if (argc < 2 || syscall(SYS_set_mempolicy, LOCAL, NULL, 0)) {
		perror("near_memory");
		return 1;
	}
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 127;
}
