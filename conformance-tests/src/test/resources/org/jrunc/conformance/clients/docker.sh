# Docker is installed and runs, and has an image `busybox`.
systemctl start docker
docker load --quiet --input "$IMAGE"
docker tag localhost/jrunc-test:latest busybox
