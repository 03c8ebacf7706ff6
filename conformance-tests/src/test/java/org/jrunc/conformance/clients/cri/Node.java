package org.jrunc.conformance.clients.cri;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.clients.Daemon;
import org.jrunc.conformance.clients.NetworkNamespace;
import org.jrunc.conformance.clients.TestImage;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.jspecify.annotations.Nullable;

/**
 * What a kubelet finds on its node: containerd with a runtime handler for each runtime, a network
 * of the CNI plugins, and two images. One serves the whole suite.
 */
final class Node implements AutoCloseable {
  private static @Nullable Node shared;

  private final Path directory;
  private final NetworkNamespace network;
  private final Cri cri;

  private Node() throws IOException {
    directory = Files.createDirectory(Suite.newPath("node"));
    network = NetworkNamespace.create();
    var socket = directory.resolve("containerd.sock");
    Files.writeString(directory.resolve("containerd.toml"), configuration());
    Files.writeString(
        Files.createDirectory(directory.resolve("net.d")).resolve("10-test.conflist"),
        Bundle.resource("cni.conflist").replace("@DIRECTORY@", directory.toString()));
    var line =
        List.of("/usr/bin/containerd", "--config", directory.resolve("containerd.toml").toString());
    Daemon.start("containerd", network.command(line), () -> ctr("version"));
    for (var archive : List.of(TestImage.archive(), TestImage.pause())) {
      if (!ctr("--namespace", "k8s.io", "images", "import", archive.toString())) {
        throw new AssertionError("cannot import `" + archive + "`");
      }
    }
    cri = new Cri(socket);
    Suite.atEnd(this);
  }

  /** The node of the suite, started when it is first asked for. */
  static synchronized Node shared() {
    if (shared == null) {
      try {
        shared = new Node();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return shared;
  }

  private String configuration() {
    var text =
        Bundle.resource("cri-containerd.toml")
            .replace("@DIRECTORY@", directory.toString())
            .replace("@PAUSE@", TestImage.PAUSE);
    for (var runtime : List.of(OciRuntime.runc(), OciRuntime.crun(), OciRuntime.underTest())) {
      text = text.replace("@" + runtime.name() + "@", runtime.binary().toString());
    }
    return text;
  }

  private boolean ctr(String... arguments) {
    var line = new java.util.ArrayList<>(List.of("ctr", "--address"));
    line.add(directory.resolve("containerd.sock").toString());
    line.addAll(List.of(arguments));
    return network.command(line).run().exit() == 0;
  }

  /** The client of its container runtime interface. */
  Cri cri() {
    return cri;
  }

  /** Where its network devices and streaming server are. */
  NetworkNamespace network() {
    return network;
  }

  @Override
  public void close() {
    cri.close();
  }
}
