package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;

/**
 * One range of mapped user or group ids (config-linux.md, "User namespace mappings";
 * user_namespaces(7)).
 *
 * @param containerID first id inside, unsigned 32 bits
 * @param hostID first id outside, unsigned 32 bits
 * @param size how many ids, unsigned 32 bits
 */
public record IdMapping(long containerID, long hostID, long size) {

  public IdMapping {
    Fields.uint32("containerID", containerID);
    Fields.uint32("hostID", hostID);
    Fields.uint32("size", size);
  }
}
