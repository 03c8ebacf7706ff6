package org.jrunc.core.plan;

/** A step that labels the container's process for a Linux security module. */
public sealed interface LabelStep extends Step {
  /** Gives the keys that the process makes an SELinux label, proc_pid_attr(5) keycreate. */
  record LabelKeys(String label, Origin origin) implements LabelStep {
    @Override
    public String action() {
      return "label new keys `" + label + "`";
    }
  }

  /** Changes to an AppArmor profile on execve(2), as aa_change_onexec(3) does. */
  record ChangeProfile(String profile, Origin origin) implements LabelStep {
    @Override
    public String action() {
      return "apply AppArmor profile `" + profile + "` on exec";
    }

    @Override
    public String complaint() {
      return "unable to apply apparmor profile: apparmor failed to apply profile";
    }
  }

  /** Changes to an SELinux label on execve(2), proc_pid_attr(5) exec. */
  record LabelProcess(String label, Origin origin) implements LabelStep {
    @Override
    public String action() {
      return "apply SELinux label `" + label + "` on exec";
    }

    @Override
    public String complaint() {
      return "can't set process label";
    }
  }
}
