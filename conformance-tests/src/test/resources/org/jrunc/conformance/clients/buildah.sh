# buildah is installed and has the image.
mkdir -p /etc/containers/containers.conf.d
printf '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n' \
  >/etc/containers/containers.conf.d/limits.conf
podman load --input "$IMAGE"
buildah rm "$(buildah from localhost/jrunc-test:latest)"
