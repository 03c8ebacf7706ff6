package org.jrunc.spec.check;

import java.util.HashSet;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.NamespaceType;

/** Network devices (config-linux.md, "Network Devices"). */
final class NetDevicesChapter implements Chapter {
  private static final String SECTION = "config-linux.md, Network Devices";

  /** IFNAMSIZ of net/if.h, the final NUL included. */
  private static final int NAME_SIZE = 16;

  @Override
  public void check(Spec spec, Findings findings) {
    var linux = spec.linux();
    if (linux == null || linux.netDevices().isEmpty()) {
      return;
    }
    if (!linux.has(NamespaceType.NETWORK)) {
      var message = "unable to move network devices without a NET namespace";
      findings.add("/linux/netDevices", "net-device-namespace", message, SECTION);
    }
    var taken = new HashSet<String>();
    linux
        .netDevices()
        .forEach(
            (name, device) -> {
              var pointer = Findings.child("/linux/netDevices", name);
              name(pointer, name, findings);
              var inside = device.name();
              if (inside != null) {
                newName(pointer + "/name", inside, findings);
              }
              if (!taken.add(inside == null ? name : inside)) {
                var message = "another network device has this name in the container";
                findings.add(pointer, "net-device-twice", message, SECTION);
              }
            });
  }

  /** For the kernel a percent sign makes it a pattern of names, of which it would choose one. */
  private static void newName(String pointer, String name, Findings findings) {
    if (name.indexOf('%') >= 0) {
      var message = "invalid network device name \"" + name + "\"";
      findings.add(pointer, "net-device-name", message, SECTION);
    } else {
      name(pointer, name, findings);
    }
  }

  /** Follows dev_valid_name of the kernel, net/core/dev.c. */
  private static void name(String pointer, String name, Findings findings) {
    var valid =
        !name.isEmpty()
            && name.length() < NAME_SIZE
            && !name.equals(".")
            && !name.equals("..")
            && name.chars().noneMatch(c -> c == '/' || c == ':' || c == 0 || isSpace(c));
    if (!valid) {
      var message = "invalid network device name \"" + name.replace('\0', ' ') + "\"";
      findings.add(pointer, "net-device-name", message, SECTION);
    }
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
