package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;

/** A network of CNI plugins, called by a hook: {@code cni-hook.sh} of the resources. */
@Client(
    name = "CNI plugins",
    version = {"dpkg-query", "--show", "containernetworking-plugins"})
class CniTest {

  @Feature("bridge and portmap from a createRuntime hook")
  void isReachableBothWaysAndGoneAtDelete(OciRuntime runtime, Bundle bundle) throws Exception {
    var leases = bundle.newDirectory("leases");
    HookNetwork.of(bundle, "cni-hook.sh", "ADD", "DEL", leases.toString())
        .reachesAndIsReached(runtime);
    assertThat(leases.resolve("byhand/10.88.7.2")).doesNotExist();
  }
}
