# A node: containerd with a pod network, and images of busybox and for sandboxes.
mkdir -p /etc/cni/net.d
cat >/etc/cni/net.d/10-pods.conflist <<'EOF'
{"cniVersion": "0.4.0", "name": "pods", "plugins": [{"type": "bridge", "bridge": "pods0", "isGateway": true,
 "ipam": {"type": "host-local", "dataDir": "/run/pods", "ranges": [[{"subnet": "10.222.0.0/24"}]]}}]}
EOF
sed -i '/grpc.v1.cri"\]/a sandbox_image = "localhost/jrunc-pause:latest"\nrestrict_oom_score_adj = true' \
  /etc/containerd/config.toml
systemctl start containerd
ctr --namespace k8s.io images import "$IMAGE"
ctr --namespace k8s.io images import "$PAUSE_IMAGE"
ctr --namespace k8s.io images tag localhost/jrunc-test:latest docker.io/library/busybox:latest
