package org.jrunc.conformance.clients.cri;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What pages of documentation use of crictl(1): {@code runp}, {@code create}, {@code start}, {@code
 * exec --sync}, {@code stopp} and {@code rmp}.
 */
public final class Crictl {
  private final Cri cri;

  private Crictl(Cri cri) {
    this.cri = cri;
  }

  /** The command line that runs it in another JVM. */
  public static String command() {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return String.join(
        " ",
        java,
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Crictl.class.getName());
  }

  /** Runs one command. */
  public static void main(String[] arguments) {
    var positional = new ArrayList<>(List.of(arguments));
    positional.removeIf(argument -> argument.startsWith("--"));
    var options = new ArrayList<>(List.of(arguments));
    options.removeAll(positional);
    try (var cri = new Cri(Path.of("/run/containerd/containerd.sock"))) {
      System.out.print(new Crictl(cri).run(positional, options));
    } catch (StatusRuntimeException refused) {
      System.err.println(refused.getMessage());
      System.exit(1);
    }
  }

  private String run(List<String> words, List<String> options) {
    var id = words.get(1);
    return switch (words.getFirst()) {
      case "runp" -> runPod(id, options.getFirst().replace("--runtime=", ""));
      case "create" -> create(id, words.get(2), words.get(3));
      case "start" -> ask("StartContainer", "containerId", id);
      case "exec" -> exec(id, words.subList(2, words.size()));
      case "stopp" -> ask("StopPodSandbox", "podSandboxId", id);
      case "rmp" -> ask("RemovePodSandbox", "podSandboxId", id);
      default -> throw new IllegalArgumentException(words.toString());
    };
  }

  private String runPod(String config, String handler) {
    var request = Bundle.JSON.createObjectNode().put("runtimeHandler", handler);
    request.set("config", file(config));
    return cri.call("RunPodSandbox", request).path("podSandboxId").asString() + "\n";
  }

  private String create(String pod, String config, String podConfig) {
    var request = Bundle.JSON.createObjectNode().put("podSandboxId", pod);
    request.set("config", file(config));
    request.set("sandboxConfig", file(podConfig));
    return cri.call("CreateContainer", request).path("containerId").asString() + "\n";
  }

  private String exec(String container, List<String> command) {
    return new PodContainer(cri, container, Path.of("/dev/null"))
        .exec(command.toArray(String[]::new))
        .output();
  }

  private String ask(String method, String name, String id) {
    cri.call(method, Bundle.JSON.createObjectNode().put(name, id));
    return id + "\n";
  }

  private static ObjectNode file(String name) {
    JsonNode tree = Bundle.jsonFile(Path.of(name).toAbsolutePath());
    return (ObjectNode) tree;
  }
}
