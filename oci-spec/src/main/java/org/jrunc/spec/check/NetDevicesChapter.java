package org.jrunc.spec.check;

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
    linux
        .netDevices()
        .forEach(
            (name, device) -> {
              var pointer = Findings.child("/linux/netDevices", name);
              name(pointer, name, findings);
              var inside = device.name();
              if (inside != null) {
                name(pointer + "/name", inside, findings);
              }
            });
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
