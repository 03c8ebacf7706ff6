/* The smallest process a container can have: what is measured is the runtime. */
int main(void) {
	return 0;
}
