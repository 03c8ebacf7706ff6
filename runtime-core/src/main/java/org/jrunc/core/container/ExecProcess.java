package org.jrunc.core.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.Capabilities;
import org.jrunc.spec.Process;
import org.jrunc.spec.Spec;
import org.jrunc.spec.User;
import org.jrunc.spec.check.SpecChecker;
import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.json.SpecSyntaxException;
import org.jspecify.annotations.Nullable;

/** Puts together the process that is to run in a container, by the rules of runc. */
final class ExecProcess {
  private static final int MAX_FILE = 16 << 20;

  private final Spec container;
  private final Process own;
  private final Accounts accounts;

  private ExecProcess(Spec container, Accounts accounts) {
    this.container = container;
    var process = container.process();
    if (process == null) {
      throw new SpecFailure("/process", "process property must not be empty");
    }
    this.own = process;
    this.accounts = accounts;
  }

  /**
   * The spec of a container with another process.
   *
   * @throws SpecFailure if the process is not a valid one
   */
  static Spec in(Spec container, ExecRequest.Wanted wanted, Accounts accounts) {
    var exec = new ExecProcess(container, accounts);
    return switch (wanted) {
      case ExecRequest.ProcessFile file -> exec.checked(exec.completed(read(file.path())));
      case ExecRequest.Changes changes -> exec.checked(exec.changed(changes));
    };
  }

  private static Process read(Path file) {
    try (var in = Files.newInputStream(file)) {
      var json = in.readNBytes(MAX_FILE + 1);
      if (json.length > MAX_FILE) {
        throw new SpecFailure("", "`" + file + "` is larger than " + MAX_FILE + " bytes");
      }
      return SpecReader.read(json, Process.class);
    } catch (NoSuchFileException e) {
      throw new SpecFailure("", "open " + file + ": no such file or directory");
    } catch (IOException e) {
      throw new SpecFailure("", "cannot read `" + file + "`: " + e.getMessage());
    } catch (SpecSyntaxException e) {
      throw new SpecFailure("", "cannot read `" + file + "`: " + e.getMessage());
    }
  }

  private Spec checked(Process process) {
    if (process.args().isEmpty()) {
      throw new SpecFailure("", "process args cannot be empty");
    }
    var violations = SpecChecker.check(process);
    if (!violations.isEmpty()) {
      throw new SpecFailure("", violations.getFirst().message());
    }
    return container.withProcess(process);
  }

  /** What a file leaves out is the container's, as under runc; but for limits, which are none. */
  private Process completed(Process given) {
    return new Process(
        given.terminal(),
        given.consoleSize(),
        withUmask(given.user()),
        given.args(),
        given.env(),
        given.cwd(),
        or(given.capabilities(), own.capabilities()),
        given.rlimits(),
        given.noNewPrivileges(),
        or(given.apparmorProfile(), own.apparmorProfile()),
        or(given.oomScoreAdj(), own.oomScoreAdj()),
        or(given.scheduler(), own.scheduler()),
        or(given.selinuxLabel(), own.selinuxLabel()),
        or(given.ioPriority(), own.ioPriority()),
        or(given.execCPUAffinity(), own.execCPUAffinity()));
  }

  private User withUmask(User user) {
    return new User(
        user.uid(), user.gid(), or(user.umask(), own.user().umask()), user.additionalGids());
  }

  private Process changed(ExecRequest.Changes changes) {
    var environment = new ArrayList<>(own.env());
    environment.addAll(changes.environment());
    return new Process(
        changes.terminal(),
        own.consoleSize(),
        user(changes),
        changes.arguments(),
        environment,
        changes.cwd().orElse(own.cwd()),
        capabilities(changes.capabilities()),
        own.rlimits(),
        changes.noNewPrivileges().orElse(own.noNewPrivileges()),
        changes.apparmorProfile().orElse(own.apparmorProfile()),
        own.oomScoreAdj(),
        own.scheduler(),
        changes.selinuxLabel().orElse(own.selinuxLabel()),
        own.ioPriority(),
        own.execCPUAffinity());
  }

  private User user(ExecRequest.Changes changes) {
    var user = own.user();
    if (changes.user().isPresent()) {
      user = new UserArgument(accounts).apply(changes.user().get(), user);
    }
    if (changes.additionalGids().isEmpty()) {
      return user;
    }
    var groups = new ArrayList<>(user.additionalGids());
    groups.addAll(changes.additionalGids());
    return new User(user.uid(), user.gid(), user.umask(), groups);
  }

  /** Ambient ones only where the container has inheritable ones already: CVE-2022-29162. */
  private @Nullable Capabilities capabilities(List<String> more) {
    var given = own.capabilities();
    if (more.isEmpty()) {
      return given;
    }
    var base =
        given == null
            ? new Capabilities(List.of(), List.of(), List.of(), List.of(), List.of())
            : given;
    return new Capabilities(
        plus(base.bounding(), more),
        plus(base.effective(), more),
        base.inheritable(),
        plus(base.permitted(), more),
        base.inheritable().isEmpty() ? base.ambient() : plus(base.ambient(), more));
  }

  private static List<String> plus(List<String> names, List<String> more) {
    var all = new ArrayList<>(names);
    all.addAll(more);
    return all;
  }

  private static <T> @Nullable T or(@Nullable T given, @Nullable T otherwise) {
    return given == null ? otherwise : given;
  }
}
