package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.JoinStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.Step;
import org.jrunc.spec.Process;
import org.jrunc.spec.linux.NamespaceType;

/** Compiles what the process is and where it runs; its rights are in {@link IdentityCompiler}. */
final class ProcessCompiler {
  private static final int DEFAULT_UMASK = 0022;

  private final Config config;
  private final Process process;
  private final HostFacts facts;
  private final LaunchOptions options;

  ProcessCompiler(Config config, HostFacts facts, LaunchOptions options) {
    this.config = config;
    this.process = config.process();
    this.facts = facts;
    this.options = options;
    if (process.args().isEmpty()) {
      throw new SpecFailure("/process/args", "args must not be empty");
    }
  }

  List<Step> oomScore() {
    var value = process.oomScoreAdj();
    return value == null
        ? List.of()
        : List.of(new HostStep.SetOomScoreAdj(value, Origin.field("/process/oomScoreAdj")));
  }

  /** The name is as runc's processes show theirs in ps(1), so that the two can be told apart. */
  List<Step> session() {
    return List.of(
        new ProcessStep.SetName(
            "jrunc:[2:INIT]", Origin.implied("ps(1) shows what waits for start")),
        new ProcessStep.StartSession(Origin.implied("the container has its own job control")));
  }

  /** Joins a session keyring of the container's own, after what labels it. */
  List<Step> keyring(List<Step> labels) {
    if (!options.keyring()) {
      return List.of();
    }
    var steps = new ArrayList<>(labels);
    steps.add(
        new ProcessStep.JoinKeyring(
            "_ses." + options.id(),
            config.hasUserNamespace(),
            Origin.implied("no key of the caller leaks in")));
    return steps;
  }

  /** Joins the session keyring that the container's first process has made. */
  List<Step> joinedKeyring(List<Step> labels) {
    if (!options.keyring()) {
      return List.of();
    }
    var steps = new ArrayList<>(labels);
    steps.add(
        new JoinStep.EnterKeyring(
            "_ses." + options.id(), Origin.implied("no key of the caller leaks in")));
    return steps;
  }

  ProcessStep privateProc() {
    return new ProcessStep.OpenPrivateProc(
        !config.linux().sysctl().isEmpty(), Origin.implied("CVE-2025-52881"));
  }

  ProcessStep workingDirectory() {
    return new ProcessStep.OpenWorkingDirectory(cwd(), Origin.field("/process/cwd"));
  }

  Step existingWorkingDirectory() {
    return new JoinStep.FindWorkingDirectory(cwd(), Origin.field("/process/cwd"));
  }

  ProcessStep enterWorkingDirectory() {
    return new ProcessStep.EnterWorkingDirectory(
        cwd(), isAnotherUser(), Origin.field("/process/cwd"));
  }

  /** The runtime may lack a right that the user has: volumes of a user, file systems over NFS. */
  List<Step> retryWorkingDirectory() {
    return isAnotherUser()
        ? List.of(new ProcessStep.RetryWorkingDirectory(cwd(), Origin.field("/process/cwd")))
        : List.of();
  }

  private boolean isAnotherUser() {
    return process.user().uid() != 0;
  }

  private String cwd() {
    if (!process.cwd().startsWith("/")) {
      throw new SpecFailure("/process/cwd", "Cwd must be an absolute path");
    }
    return process.cwd();
  }

  List<Step> names() {
    var steps = new ArrayList<Step>();
    var hostname = config.spec().hostname();
    if (hostname != null) {
      requireUts("hostname");
      steps.add(new ProcessStep.SetHostname(hostname, Origin.field("/hostname")));
    }
    var domainname = config.spec().domainname();
    if (domainname != null) {
      requireUts("domainname");
      steps.add(new ProcessStep.SetDomainname(domainname, Origin.field("/domainname")));
    }
    return steps;
  }

  private void requireUts(String what) {
    if (!config.linux().has(NamespaceType.UTS)) {
      throw new SpecFailure(
          "/" + what, "unable to set " + what + " without a private UTS namespace");
    }
  }

  List<Step> sysctls() {
    var steps = new ArrayList<Step>();
    config
        .linux()
        .sysctl()
        .forEach(
            (key, value) -> {
              var origin = Origin.field("/linux/sysctl/" + key.replace("/", "~1"));
              var files = SysctlNames.files(key);
              if (facts.callersNetwork() && files.getFirst().startsWith("net/")) {
                throw new SpecFailure(
                    origin.pointer(),
                    "sysctl \"" + key + "\" not allowed in host network namespace");
              }
              steps.add(new ProcessStep.WriteSysctl(key, files, value, origin));
            });
    return steps;
  }

  ProcessStep umask() {
    var umask = process.user().umask();
    return umask == null
        ? new ProcessStep.SetUmask(DEFAULT_UMASK, Origin.implied("the default of runc"))
        : new ProcessStep.SetUmask(umask, Origin.field("/process/user/umask"));
  }

  ProcessStep executable() {
    return new ProcessStep.FindExecutable(
        process.args().getFirst(), ExecutablePaths.of(process), Origin.field("/process/args/0"));
  }

  ProcessStep execution() {
    return new ProcessStep.Exec(
        ExecutablePaths.of(process), process.args(), environment(), Origin.field("/process/args"));
  }

  List<String> environment() {
    var variables = variables();
    if (variables.getOrDefault("HOME", "").isEmpty()) {
      variables.put("HOME", facts.home().orElse("/"));
    }
    if (options.notifyDirectory().isPresent()) {
      variables.put(NotifySocket.VARIABLE, NotifySocket.path());
    }
    if (options.listenDescriptors() > 0) {
      variables.put("LISTEN_FDS", Integer.toString(options.listenDescriptors()));
      variables.put("LISTEN_PID", "1");
    }
    return variables.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  /** Of a variable that is given twice the last value counts, in the place of the first. */
  private Map<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    for (int i = 0; i < process.env().size(); i++) {
      var entry = process.env().get(i);
      int equals = entry.indexOf('=');
      if (equals <= 0) {
        throw new SpecFailure(
            "/process/env/" + i, "invalid environment variable `" + entry + "`: no `name=`");
      }
      variables.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    return variables;
  }
}
