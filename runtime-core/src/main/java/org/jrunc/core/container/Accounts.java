package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Pidfd;

/**
 * Users and groups as a running container has them: passwd(5) and group(5) in the root of its first
 * process, out of which no link leads.
 */
final class Accounts {
  private static final int ID = 2;
  private static final int GROUP = 3;
  private static final int MEMBERS = 3;

  private final Kernel kernel;
  private final Pidfd process;

  Accounts(Kernel kernel, Pidfd process) {
    this.kernel = kernel;
    this.process = process;
  }

  /**
   * A user who has a name.
   *
   * @param uid its number
   * @param gid the number of its group
   */
  record Account(long uid, long gid) {}

  /** The home directory of a user, if there is a passwd file that knows it. */
  Optional<String> home(long uid) {
    return text("/etc/passwd").flatMap(passwd -> Homes.find(passwd, uid));
  }

  /** The user with a name. */
  Optional<Account> user(String name) {
    for (var fields : entries("/etc/passwd", name)) {
      var uid = number(fields, ID);
      var gid = number(fields, GROUP);
      if (uid.isPresent() && gid.isPresent()) {
        return Optional.of(new Account(uid.get(), gid.get()));
      }
    }
    return Optional.empty();
  }

  /** The number of the group with a name. */
  Optional<Long> group(String name) {
    for (var fields : entries("/etc/group", name)) {
      var gid = number(fields, ID);
      if (gid.isPresent()) {
        return gid;
      }
    }
    return Optional.empty();
  }

  /** The groups that name a user as a member. */
  List<Long> groupsOf(String user) {
    var groups = new ArrayList<Long>();
    for (var fields : entries("/etc/group")) {
      if (fields.length > MEMBERS && List.of(fields[MEMBERS].split(",")).contains(user)) {
        number(fields, ID).ifPresent(groups::add);
      }
    }
    return groups;
  }

  /** The fields of each line that begins with a name; an empty one is nobody's. */
  private List<String[]> entries(String file, String name) {
    var found = entries(file);
    found.removeIf(fields -> name.isEmpty() || !fields[0].equals(name));
    return found;
  }

  private List<String[]> entries(String file) {
    var found = new ArrayList<String[]>();
    for (var line : text(file).orElse("").split("\n")) {
      found.add(line.split(":", -1));
    }
    return found;
  }

  /** The id in a field of a line; it may begin with zeros. */
  static Optional<Long> number(String[] fields, int index) {
    return fields.length > index && fields[index].matches("0*[0-9]{1,10}")
        ? Optional.of(Long.parseLong(fields[index])).filter(number -> number <= 0xffff_ffffL)
        : Optional.empty();
  }

  private Optional<String> text(String file) {
    try (var root = kernel.openPath(Path.of("/proc/" + process.pid() + "/root"))) {
      // If it still lives, its pid is still its own, and so is that root.
      return process.awaitEnd(0) ? Optional.empty() : ImageFiles.text(kernel, root, file);
    } catch (SyscallFailure e) {
      return Optional.empty();
    }
  }
}
