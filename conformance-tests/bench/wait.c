/* The first process of a container that others join. */
#include <unistd.h>

int main(void) {
	for (;;)
		pause();
}
