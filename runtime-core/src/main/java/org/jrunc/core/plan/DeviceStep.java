package org.jrunc.core.plan;

import java.util.Locale;

/** A step that fills the container's /dev. */
public sealed interface DeviceStep extends Step {
  /**
   * Makes a device node or fifo.
   *
   * @param type a file type of inode(7): S_IFCHR, S_IFBLK or S_IFIFO
   * @param mode the permission bits
   */
  record CreateDevice(
      String path, int type, long major, long minor, int mode, long uid, long gid, Origin origin)
      implements DeviceStep {
    @Override
    public String action() {
      return "create device `" + path + "`";
    }

    @Override
    public String detail() {
      return String.format(Locale.ROOT, "%d:%d mode=0%o owner=%d:%d", major, minor, mode, uid, gid);
    }
  }

  /** Makes a device of the host visible, where no device node can be made, user_namespaces(7). */
  record BindDevice(String path, Origin origin) implements DeviceStep {
    @Override
    public String action() {
      return "bind the host's device `" + path + "`";
    }
  }

  /** Makes a symbolic link in /dev; one that exists is left alone. */
  record LinkDevice(String link, String target, Origin origin) implements DeviceStep {
    @Override
    public String action() {
      return "link `" + link + "` to `" + target + "`";
    }
  }

  /** Replaces {@code /dev/ptmx} by a link to that of the container's own devpts. */
  record LinkPtmx(Origin origin) implements DeviceStep {
    @Override
    public String action() {
      return "link `/dev/ptmx` to `pts/ptmx`";
    }
  }

  /** Replaces standard streams that are the host's /dev/null by the container's. */
  record ReopenNull(int descriptor, Origin origin) implements DeviceStep {
    @Override
    public String action() {
      return "reopen descriptor " + descriptor + " on the container's `/dev/null`";
    }
  }

  /**
   * Makes a pseudo-terminal in the container's devpts, sends its master to the console socket and
   * makes the slave the controlling terminal.
   */
  record CreateConsole(int socket, int rows, int columns, boolean mount, Origin origin)
      implements DeviceStep {
    @Override
    public String action() {
      return "create the terminal";
    }

    @Override
    public String detail() {
      return rows == 0 && columns == 0 ? "" : rows + " rows, " + columns + " columns";
    }
  }
}
