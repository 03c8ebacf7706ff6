package org.jrunc.core.rdt;

import java.nio.file.Path;
import java.util.Optional;
import org.jrunc.core.compile.RdtCompiler;
import org.jrunc.core.compile.ResctrlFacts;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.plan.HostStep.WriteSchemata;
import org.jrunc.spec.linux.IntelRdt;

/** A change of the shares of a resctrl group that exists. */
public final class SchemataChange {
  private final IntelRdt after;
  private final WriteSchemata step;
  private Optional<String> before = Optional.empty();

  private SchemataChange(IntelRdt after, WriteSchemata step) {
    this.after = after;
    this.step = step;
  }

  /** The change of a container's group to these shares, of which at least one has to be given. */
  public static SchemataChange of(IntelRdt after, Optional<ResctrlFacts> resctrl, String id) {
    return new SchemataChange(after, RdtCompiler.schemata(after, resctrl, id));
  }

  /** The shares from then on. */
  public IntelRdt after() {
    return after;
  }

  /**
   * Makes the change.
   *
   * @throws HostFailure if the kernel refuses it, with what resctrl has to say about it
   */
  public void perform() {
    var file = Path.of(step.file());
    try {
      before = Optional.of(KernelFile.read(file));
      KernelFile.write(file, step.lines());
    } catch (SyscallFailure e) {
      throw new HostFailure("intelrdt: " + e.getMessage() + ResourceGroups.status(step));
    }
  }

  /** Takes it back. */
  public void restore() {
    before.ifPresent(lines -> KernelFile.write(Path.of(step.file()), lines));
  }
}
