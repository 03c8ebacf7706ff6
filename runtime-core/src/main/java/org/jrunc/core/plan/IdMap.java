package org.jrunc.core.plan;

/**
 * How an id-mapped mount shows the owners of files, mount_setattr(2).
 *
 * @param number which of the container's id mappings it is, see {@link LaunchStep.CreateIdMapping}
 * @param recursive whether the mounts below are mapped too
 */
public record IdMap(int number, boolean recursive) {}
