package org.jrunc.core.container;

import java.util.Optional;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.User;

/**
 * Reads {@code user[:group]}. Digits are always a number, strictly read (CVE-2026-30892); anything
 * else is a name that the container has to know.
 */
final class UserArgument {
  private static final long MAX_ID = 0xffff_ffffL;

  private final Accounts accounts;

  UserArgument(Accounts accounts) {
    this.accounts = accounts;
  }

  /** The user that is meant, in everything else as the container's. */
  User apply(String argument, User own) {
    int colon = argument.indexOf(':');
    var name = colon < 0 ? argument : argument.substring(0, colon);
    var group = colon < 0 ? Optional.<String>empty() : Optional.of(argument.substring(colon + 1));
    var gid = group.map(this::group);
    if (isNumber(name)) {
      return new User(number(name), gid.orElse(own.gid()), own.umask(), own.additionalGids());
    }
    var account =
        accounts
            .user(name)
            .orElseThrow(
                () -> new SpecFailure("", "unable to find user " + name + " in the container"));
    return new User(account.uid(), gid.orElse(account.gid()), own.umask(), accounts.groupsOf(name));
  }

  private long group(String group) {
    return isNumber(group)
        ? number(group)
        : accounts
            .group(group)
            .orElseThrow(
                () -> new SpecFailure("", "unable to find group " + group + " in the container"));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static long number(String digits) {
    long number = digits.length() > 10 ? Long.MAX_VALUE : Long.parseLong(digits);
    if (number > MAX_ID) {
      throw new SpecFailure("", "the id " + digits + " is out of range");
    }
    return number;
  }
}
