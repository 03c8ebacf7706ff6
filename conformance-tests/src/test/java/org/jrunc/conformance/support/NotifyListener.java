package org.jrunc.conformance.support;

import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who plays systemd for services that say they are ready, at a path or under a name.
 *
 * @param address the value of NOTIFY_SOCKET
 */
public record NotifyListener(Command.Running program, String address) implements AutoCloseable {

  /** One that listens at an address; options are those of the test program. */
  public static NotifyListener at(String address, String... options) {
    var line = new ArrayList<>(List.of(Suite.program("sdnotify").toString(), "listen", address));
    line.addAll(List.of(options));
    var program = new Command(line).start();
    Container.await("the manager", () -> Bundle.text(program.stderr()).contains("listening"));
    return new NotifyListener(program, address);
  }

  /** One at a path of its own. */
  public static NotifyListener somewhere(String... options) {
    return at(Suite.newPath("manager").toString(), options);
  }

  /** One line a message: its sender, the text, how many descriptors. */
  public List<String> messages() {
    return program.stdoutSoFar().lines().toList();
  }

  /** Waits until so many have come. */
  public void awaitMessages(int count) {
    Container.await(count + " messages", () -> messages().size() >= count);
  }

  @Override
  public void close() {
    // Another one may want the same name.
    program.process().destroyForcibly().onExit().join();
  }
}
