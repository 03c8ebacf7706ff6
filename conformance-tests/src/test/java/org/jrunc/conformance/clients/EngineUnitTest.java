package org.jrunc.conformance.clients;

import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The systemd units of the distribution, beyond what their page shows. */
class EngineUnitTest {
  private static final String INSTALLED =
      """
      tar -C /opt -xzf jrunc.tar.gz
      cp /opt/jrunc/share/systemd/* /etc/systemd/system/
      systemctl start jrunc.socket
      export JRUNC_ENGINE=require:/run/jrunc/engine.sock
      jrunc=/opt/jrunc/bin/jrunc
      """;

  @BeforeEach
  void onlyForOurDistribution() {
    Requires.root();
    Requires.ours(OciRuntime.underTest());
  }

  @Test
  void theServiceStartsWithTheFirstCommandAndServesTheNext() {
    succeed(
        """
        ! systemctl is-active jrunc.service
        $jrunc list
        pid=$(pgrep -f ^/opt/jrunc/)
        $jrunc list
        pgrep -f ^/opt/jrunc/ | expect $pid
        tr '\\0' '\\n' < /proc/$pid/environ | grep -x LISTEN_FDNAMES=jrunc.socket
        readlink /proc/$pid/cwd | grep -x /
        stat -c %a /run/jrunc /run/jrunc/engine.sock | tr '\\n' ' ' | expect '700 600'
        """);
  }

  @Test
  void theSocketOutlivesTheServiceAndStartsItAgain() {
    succeed(
        """
        $jrunc list
        systemctl stop jrunc.service
        test -S /run/jrunc/engine.sock
        $jrunc list
        kill -KILL $(pgrep -f ^/opt/jrunc/)
        $jrunc list
        """);
  }

  @Test
  void aCallerWithAnotherViewIsRefusedAndToldWhatToDo() {
    succeed(
        """
        refused() {
          local text
          text=$("$@" 2>&1) && { echo "served: $*" >&2; return 1; }
          [[ $text == *"does not serve callers with another"*"use JRUNC_ENGINE=auto"* ]]
        }
        refused unshare --mount $jrunc list
        refused unshare --pid --fork $jrunc list
        for directory in proc run opt; do
          mkdir -p root/$directory
          mount --rbind /$directory root/$directory
        done
        refused chroot root $jrunc list
        unshare --net $jrunc list
        unshare --mount env JRUNC_ENGINE=auto $jrunc list
        """);
  }

  @Test
  void aStoppedSocketLetsCommandsFailWithOneLine() {
    succeed(
        """
        systemctl stop jrunc.socket
        ! $jrunc list 2> answer
        wc -l < answer | expect 1
        grep 'cannot reach an engine at .*/run/jrunc/engine.sock' answer
        """);
  }

  private static void succeed(String script) {
    new PrivateHost().run("units", "", INSTALLED + script).succeeded();
  }
}
