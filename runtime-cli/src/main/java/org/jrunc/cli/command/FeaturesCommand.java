package org.jrunc.cli.command;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.session.Session;
import org.jrunc.cli.session.Version;
import org.jrunc.core.compile.CrunAnnotations;
import org.jrunc.core.compile.Supported;
import org.jrunc.core.seccomp.SeccompFacts;
import org.jrunc.core.security.Capability;
import org.jrunc.spec.DefaultSpec;
import org.jrunc.spec.features.CgroupFeatures;
import org.jrunc.spec.features.Features;
import org.jrunc.spec.features.IntelRdtFeatures;
import org.jrunc.spec.features.LinuxFeatures;
import org.jrunc.spec.features.MemoryPolicyFeatures;
import org.jrunc.spec.features.MountExtensions;
import org.jrunc.spec.features.SeccompFeatures;
import org.jrunc.spec.features.Support;
import org.jrunc.spec.json.SpecWriter;
import org.jrunc.spec.linux.MemoryPolicyFlag;
import org.jrunc.spec.linux.MemoryPolicyMode;

/** {@code features}: prints what this runtime supports as JSON. */
final class FeaturesCommand implements Command {
  @Override
  public CommandModel model() {
    return CommandModel.of(
        "features",
        "print what this runtime supports",
        "",
        "Prints a JSON document as features.md of the OCI runtime specification has it.",
        Arity.exactly(0));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    session.streams().output(SpecWriter.indented(features(), "    ") + "\n");
    return 0;
  }

  private static Features features() {
    var facts = SeccompFacts.ofHost();
    var annotations = new HashMap<>(Map.of("org.jrunc.version", Version.number()));
    // As runc means it: that the commands are there. They say themselves when CRIU is not.
    annotations.put("org.opencontainers.runc.checkpoint.enabled", "true");
    facts
        .libraryVersion()
        .ifPresent(version -> annotations.put("io.github.seccomp.libseccomp.version", version));
    return new Features(
        "1.0.0",
        DefaultSpec.OCI_VERSION,
        List.of(
            "prestart",
            "createRuntime",
            "createContainer",
            "startContainer",
            "poststart",
            "poststop"),
        Supported.mountOptions(),
        linux(facts),
        annotations,
        List.of(CrunAnnotations.PREFIX, "org.criu.config"));
  }

  private static LinuxFeatures linux(SeccompFacts facts) {
    return new LinuxFeatures(
        names(Supported.namespaces()),
        names(List.of(Capability.values())),
        new CgroupFeatures(true, false, false, false, true),
        seccomp(facts),
        // Whether the host has them is another question: features-linux.md.
        new Support(true),
        new Support(true),
        new IntelRdtFeatures(true, true, true),
        new MemoryPolicyFeatures(
            names(List.of(MemoryPolicyMode.values())), names(List.of(MemoryPolicyFlag.values()))),
        new MountExtensions(new Support(true)),
        new Support(true));
  }

  private static List<String> names(Collection<?> values) {
    return values.stream().map(Object::toString).toList();
  }

  private static SeccompFeatures seccomp(SeccompFacts facts) {
    return new SeccompFeatures(
        facts.libraryVersion().isPresent(),
        facts.actions(),
        facts.operators(),
        facts.architectures(),
        facts.knownFlags(),
        facts.supportedFlags());
  }
}
