# podman is installed and has the image. What it makes once for all is not the page's.
mkdir -p /etc/containers/containers.conf.d
printf '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n' \
  >/etc/containers/containers.conf.d/limits.conf
printf '[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n' \
  >/etc/containers/containers.conf.d/machine.conf
podman load --input "$IMAGE"
podman --runtime runc run --rm localhost/jrunc-test:latest true
