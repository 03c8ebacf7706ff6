# Docker is installed and runs, podman is installed.
systemctl start docker
