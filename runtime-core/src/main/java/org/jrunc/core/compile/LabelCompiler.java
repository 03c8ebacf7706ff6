package org.jrunc.core.compile;

import java.util.List;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.LabelStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Step;

/** Compiles the labels of the process; without the module that knows them they are refused. */
final class LabelCompiler {
  private static final Origin SELINUX = Origin.field("/process/selinuxLabel");

  private final Config config;

  LabelCompiler(Config config, HostFacts facts) {
    this.config = config;
    var process = config.process();
    if (process.selinuxLabel() != null && !facts.modules().selinux()) {
      throw new SpecFailure(
          "/process/selinuxLabel",
          "selinux label is specified in config, but selinux is disabled or not supported");
    }
    if (process.apparmorProfile() != null && !facts.modules().apparmor()) {
      throw new SpecFailure(
          "/process/apparmorProfile",
          "unable to apply apparmor profile: apparmor failed to apply profile: config provided but"
              + " apparmor not supported");
    }
  }

  List<Step> keys() {
    var label = config.process().selinuxLabel();
    return label == null ? List.of() : List.of(new LabelStep.LabelKeys(label, SELINUX));
  }

  List<Step> profile() {
    var profile = config.process().apparmorProfile();
    return profile == null
        ? List.of()
        : List.of(new LabelStep.ChangeProfile(profile, Origin.field("/process/apparmorProfile")));
  }

  List<Step> process() {
    var label = config.process().selinuxLabel();
    return label == null ? List.of() : List.of(new LabelStep.LabelProcess(label, SELINUX));
  }
}
