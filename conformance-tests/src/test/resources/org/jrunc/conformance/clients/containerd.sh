# containerd is installed and runs, and has an image of busybox.
systemctl start containerd
ctr images import "$IMAGE"
ctr images tag localhost/jrunc-test:latest docker.io/library/busybox:latest
