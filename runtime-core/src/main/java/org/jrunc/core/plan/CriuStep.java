package org.jrunc.core.plan;

/** A step of the process that becomes CRIU, which makes a container anew or writes it down. */
public sealed interface CriuStep extends Step {
  /**
   * Keeps what the executor itself needs from CRIU: the socket to the engine, the program and
   * {@code /dev/null}.
   *
   * @param first the first of the three
   * @param mute whether {@code /dev/null} takes the place of the standard streams
   */
  record KeepDescriptors(int first, boolean mute, Origin origin) implements CriuStep {
    @Override
    public String action() {
      return "prepare the descriptors of CRIU";
    }
  }

  /** Makes a mount namespace, so that nothing that is mounted here is left when CRIU ends. */
  record IsolateMounts(Origin origin) implements CriuStep {
    @Override
    public String action() {
      return "create a mount namespace for CRIU";
    }
  }

  /**
   * Binds the root file system to a place of its own: CRIU wants a mount whose parent is not
   * covered.
   */
  record BindRoot(String path, String place, Origin origin) implements CriuStep {
    @Override
    public String action() {
      return "bind root file system `" + path + "` on `" + place + "`";
    }
  }

  /** Makes a directory for a mount of the container, which CRIU does not. */
  record MakeMountPoint(String target, Origin origin) implements CriuStep {
    @Override
    public String action() {
      return "make mount point `" + target + "`";
    }
  }

  /** Opens a directory for CRIU, which has to see it in its own mount namespace. */
  record OpenDirectory(String path, int descriptor, Origin origin) implements CriuStep {
    @Override
    public String action() {
      return "open directory `" + path + "` as descriptor " + descriptor;
    }
  }

  /** Drops the mounts that mount points were made in. */
  record DropMounts(String path, Origin origin) implements CriuStep {
    @Override
    public String action() {
      return "unmount `" + path + "`";
    }
  }
}
