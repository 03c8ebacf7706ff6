package org.jrunc.core.linux.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has the C compiler prove every offset and size of {@link Layouts}. */
class LayoutsTest {
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("Iovec.BASE", "struct iovec, iov_base"),
          Map.entry("Iovec.LENGTH", "struct iovec, iov_len"),
          Map.entry("Iovec.SIZE", "struct iovec"),
          Map.entry("Msghdr.IOV", "struct msghdr, msg_iov"),
          Map.entry("Msghdr.IOVLEN", "struct msghdr, msg_iovlen"),
          Map.entry("Msghdr.CONTROL", "struct msghdr, msg_control"),
          Map.entry("Msghdr.CONTROLLEN", "struct msghdr, msg_controllen"),
          Map.entry("Msghdr.FLAGS", "struct msghdr, msg_flags"),
          Map.entry("Msghdr.SIZE", "struct msghdr"),
          Map.entry("Cmsghdr.LEN", "struct cmsghdr, cmsg_len"),
          Map.entry("Cmsghdr.LEVEL", "struct cmsghdr, cmsg_level"),
          Map.entry("Cmsghdr.TYPE", "struct cmsghdr, cmsg_type"),
          Map.entry("Cmsghdr.DATA", "struct cmsghdr, __cmsg_data"),
          Map.entry("SockaddrUn.FAMILY", "struct sockaddr_un, sun_family"),
          Map.entry("SockaddrUn.PATH", "struct sockaddr_un, sun_path"),
          Map.entry("SockaddrUn.SIZE", "struct sockaddr_un"),
          Map.entry("Pollfd.FD", "struct pollfd, fd"),
          Map.entry("Pollfd.EVENTS", "struct pollfd, events"),
          Map.entry("Pollfd.REVENTS", "struct pollfd, revents"),
          Map.entry("Pollfd.SIZE", "struct pollfd"),
          Map.entry("Siginfo.CODE", "siginfo_t, si_code"),
          Map.entry("Siginfo.PID", "siginfo_t, si_pid"),
          Map.entry("Siginfo.STATUS", "siginfo_t, si_status"),
          Map.entry("Siginfo.SIZE", "siginfo_t"),
          Map.entry("Statx.UID", "struct statx, stx_uid"),
          Map.entry("Statx.GID", "struct statx, stx_gid"),
          Map.entry("Statx.MODE", "struct statx, stx_mode"),
          Map.entry("Statx.INO", "struct statx, stx_ino"),
          Map.entry("Statx.FILE_SIZE", "struct statx, stx_size"),
          Map.entry("Statx.RDEV_MAJOR", "struct statx, stx_rdev_major"),
          Map.entry("Statx.RDEV_MINOR", "struct statx, stx_rdev_minor"),
          Map.entry("Statx.DEV_MAJOR", "struct statx, stx_dev_major"),
          Map.entry("Statx.DEV_MINOR", "struct statx, stx_dev_minor"),
          Map.entry("Statx.SIZE", "struct statx"),
          Map.entry("Statfs.TYPE", "struct statfs, f_type"),
          Map.entry("Statfs.SIZE", "struct statfs"),
          Map.entry("Utsname.FIELD", "struct utsname, nodename"),
          Map.entry("Utsname.SIZE", "struct utsname"));

  @TempDir private Path dir;

  @Test
  void theCompilerAgreesWithEveryOffsetAndSize() throws Exception {
    var source = new ArrayList<String>();
    source.add("#define _GNU_SOURCE");
    for (var header : List.of("socket", "un", "uio", "stat", "vfs", "utsname", "wait")) {
      source.add("#include <sys/" + header + ".h>");
    }
    source.add("#include <poll.h>");
    source.add("#include <signal.h>");
    source.add("#include <stddef.h>");
    for (var layout : Layouts.class.getDeclaredClasses()) {
      for (var field : layout.getDeclaredFields()) {
        if (Modifier.isPublic(field.getModifiers())) {
          var name = layout.getSimpleName() + "." + field.getName();
          source.add(assertion(name, field.getInt(null)));
        }
      }
    }
    var file = Files.write(dir.resolve("layouts.c"), source);
    var compiler =
        new ProcessBuilder("gcc", "-std=c17", "-fsyntax-only", file.toString())
            .redirectErrorStream(true)
            .start();
    var output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor()).as(output).isZero();
  }

  private static String assertion(String name, int value) {
    var target = String.valueOf(FIELDS.get(name));
    assertThat(target).as("no C name for %s", name).isNotEqualTo("null");
    var expression = target.contains(",") ? "offsetof(" + target + ")" : "sizeof(" + target + ")";
    return "_Static_assert(" + expression + " == " + value + ", \"" + name + "\");";
  }
}
