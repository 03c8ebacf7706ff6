package org.jrunc.conformance.clients.cri;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Container;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container of a pod. Closing the pod removes it.
 *
 * @param log the file that holds its output as kubelets read it
 */
record PodContainer(Cri cri, String id, Path log) {

  /**
   * How a command in a container has ended.
   *
   * @param output both streams, standard error last
   */
  record Executed(int exit, String output) {}

  /** Starts it. */
  PodContainer start() {
    ask("StartContainer");
    return this;
  }

  /** What a method about the container answers. */
  JsonNode ask(String method) {
    return cri.call(method, reference());
  }

  /** Asks with a request that names more than the container. */
  JsonNode ask(String method, String request) {
    var whole = (ObjectNode) Bundle.json(request);
    return cri.call(method, whole.put("containerId", id));
  }

  /** Its state, exit code, reason and message. */
  JsonNode status() {
    return ask("ContainerStatus").path("status");
  }

  /** Waits until it has ended. */
  JsonNode awaitEnd() {
    Container.await("end of container " + id, () -> state().equals("CONTAINER_EXITED"));
    return status();
  }

  /** The name of its state. */
  String state() {
    return status().path("state").asString();
  }

  /** Runs a command in it, as an exec probe does. */
  Executed exec(String... command) {
    var request = reference().put("timeout", 20);
    Bundle.strings(request.withArray("/cmd"), command);
    var response = cri.call("ExecSync", request);
    return new Executed(
        response.path("exitCode").asInt(), text(response, "stdout") + text(response, "stderr"));
  }

  private static String text(JsonNode response, String stream) {
    return new String(response.path(stream).binaryValue(), StandardCharsets.UTF_8);
  }

  /** What it has printed: the lines of its log without time and stream. */
  String output() {
    try {
      return Files.readAllLines(log).stream()
          .map(line -> line.split(" ", 4)[3])
          .collect(Collectors.joining("\n"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Tells it to end, and kills it after that many seconds. */
  void stop(int timeout) {
    cri.call("StopContainer", reference().put("timeout", timeout));
  }

  private ObjectNode reference() {
    return Bundle.JSON.createObjectNode().put("containerId", id);
  }
}
