package org.jrunc.conformance.clients;

import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;

/** A network made with ip(8) by a hook: {@code ip-hook.sh} of the resources. */
@Client(
    name = "ip",
    version = {"ip", "-V"})
class HookNetworkTest {

  @Feature("a network from a createRuntime hook: veth, bridge, address, translation, port")
  void isReachableBothWaysAndGoneAtDelete(OciRuntime runtime, Bundle bundle) throws Exception {
    HookNetwork.of(bundle, "ip-hook.sh", "up", "down").reachesAndIsReached(runtime);
  }
}
