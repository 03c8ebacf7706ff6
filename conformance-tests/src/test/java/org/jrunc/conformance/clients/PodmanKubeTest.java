package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** Pods described as for Kubernetes. */
@Client(
    name = "podman",
    version = {"/usr/bin/podman", "--version"})
class PodmanKubeTest {

  @BeforeAll
  static void makeTheStore() {
    Podman.start();
  }

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: kitten
        annotations:
          io.podman.annotations.init.container.type: always
      spec:
        initContainers:
        - name: prepare
          image: IMAGE
          command: [sh, -c, "echo prepared >/data/index.html"]
          volumeMounts: [{name: data, mountPath: /data}]
        containers:
        - name: watch
          image: IMAGE
          command: [sh, -c, "cat /data/index.html; exec sleep 1000"]
          securityContext:
            runAsUser: 1000
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
          resources: {limits: {memory: 64Mi, cpu: "0.5"}}
          volumeMounts: [{name: data, mountPath: /data}]
        - name: serve
          image: IMAGE
          command: [sh, -c, "exec httpd -f -p $PORT -h /data"]
          env: [{name: PORT, value: "8080"}]
          ports: [{containerPort: 8080, hostPort: 18090}]
          volumeMounts: [{name: data, mountPath: /data}]
        volumes:
        - name: data
          emptyDir: {}
      """;

  @Feature(value = "play kube: init container, volume, limits, port; generate kube", with = "crun")
  void playsAPod(OciRuntime runtime) throws IOException {
    var file = Files.writeString(Suite.newPath("pod.yaml"), POD.replace("IMAGE", TestImage.NAME));
    try (var podman = Podman.with(runtime)) {
      podman.says("play", "kube", file.toString());
      podman.awaitOutput("kitten-watch", "prepared");
      assertThat(podman.fetch("127.0.0.1", 18090)).isEqualTo("prepared");
      assertThat(podman.says("exec", "kitten-watch", "id", "-u")).isEqualTo("1000");
      assertThat(
              podman.says(
                  "exec", "kitten-watch", "cat", "/sys/fs/cgroup/memory/memory.limit_in_bytes"))
          .isEqualTo("67108864");
      assertThat(podman.says("exec", "kitten-watch", "grep", "CapBnd", "/proc/self/status"))
          .endsWith("0000000000000000");
      podman.awaitField("kitten-prepare", "{{.State.Running}} {{.State.ExitCode}}", "false 0");
      assertThat(podman.says("generate", "kube", "kitten")).contains("image: " + TestImage.NAME);
    }
  }
}
