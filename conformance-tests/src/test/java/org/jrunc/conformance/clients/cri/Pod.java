package org.jrunc.conformance.clients.cri;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.clients.TestImage;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pod sandbox whose runtime handler is one of the runtimes. Configurations are JSON with single
 * quotes, in the words of {@code cri.proto}; what every pod and container needs is added. Closing
 * it removes it with its containers.
 */
final class Pod implements AutoCloseable {
  private final Cri cri = Node.shared().cri();
  private final ObjectNode config;
  private final String id;
  private final Path logs;
  private final String cgroup;
  private int created;

  private Pod(OciRuntime runtime, ObjectNode config) {
    this.config = config;
    var name = Suite.newId();
    logs = Suite.newPath("pod-logs");
    config.withObject("/metadata").put("name", name).put("namespace", "default").put("uid", name);
    config.put("logDirectory", logs.toString());
    if (!config.has("hostname")) {
      config.put("hostname", "pod");
    }
    cgroup = Suite.cgroup() + "/" + name;
    config.withObject("/linux").put("cgroupParent", cgroup);
    separateProcesses(config);
    var request = Bundle.JSON.createObjectNode().put("runtimeHandler", runtime.name());
    request.set("config", config);
    id = cri.call("RunPodSandbox", request).path("podSandboxId").asString();
  }

  /** Runs a pod with nothing special about it. */
  static Pod run(OciRuntime runtime) {
    return run(runtime, "{}");
  }

  /** Runs a pod with a configuration. */
  static Pod run(OciRuntime runtime, String config) {
    return new Pod(runtime, (ObjectNode) Bundle.json(config));
  }

  /** Its id. */
  String id() {
    return id;
  }

  /** Creates a container that runs a command, with nothing special about it. */
  PodContainer create(String... command) {
    return configured("{}", command);
  }

  /** Creates a container with a configuration. */
  PodContainer configured(String config, String... command) {
    var container = (ObjectNode) Bundle.json(config);
    var name = "c" + ++created;
    container.withObject("/metadata").put("name", name);
    container.withObject("/image").put("image", TestImage.NAME);
    container.put("logPath", name + ".log");
    Bundle.strings(container.withArray("/command"), command);
    separateProcesses(container);
    var request = Bundle.JSON.createObjectNode().put("podSandboxId", id);
    request.set("config", container);
    request.set("sandboxConfig", this.config);
    var containerId = cri.call("CreateContainer", request).path("containerId").asString();
    return new PodContainer(cri, containerId, logs.resolve(name + ".log"));
  }

  /** The interface shares the processes of a pod by default, Kubernetes does not. */
  private static void separateProcesses(ObjectNode config) {
    var namespaces = config.withObject("/linux/securityContext/namespaceOptions");
    if (!namespaces.has("pid")) {
      namespaces.put("pid", "CONTAINER");
    }
  }

  /** Creates and starts a container. */
  PodContainer start(String... command) {
    return create(command).start();
  }

  /** What a method about the pod answers. */
  JsonNode ask(String method) {
    return cri.call(method, reference());
  }

  /** Its entries of a list. */
  List<JsonNode> list(String method, String field) {
    var request = Bundle.JSON.createObjectNode();
    request.withObject("/filter").put("podSandboxId", id);
    return cri.call(method, request).path(field).valueStream().toList();
  }

  /** Its containers. */
  List<JsonNode> containers() {
    return list("ListContainers", "containers");
  }

  /** Its state, network address and handler. */
  JsonNode status() {
    return ask("PodSandboxStatus").path("status");
  }

  /** Stops it and its containers. */
  void stop() {
    ask("StopPodSandbox");
  }

  private ObjectNode reference() {
    return Bundle.JSON.createObjectNode().put("podSandboxId", id);
  }

  @Override
  public void close() {
    stop();
    ask("RemovePodSandbox");
    Cgroups.hierarchies().values().forEach(this::removeCgroup);
  }

  /** As a kubelet does once the pod is gone; what its containers have left stays. */
  private void removeCgroup(Path hierarchy) {
    try {
      Files.deleteIfExists(Path.of(hierarchy + cgroup));
    } catch (IOException stays) {
      System.err.println("cannot remove `" + stays.getMessage() + "`");
    }
  }
}
