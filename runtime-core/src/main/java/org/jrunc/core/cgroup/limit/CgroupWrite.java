package org.jrunc.core.cgroup.limit;

/**
 * One value for one file of a cgroup.
 *
 * @param controller whose directory the file is in
 * @param file name of the file
 * @param value what is written
 * @param refusal what it means when the kernel does not take it
 * @param origin JSON pointer of the field in config.json that asks for it
 */
public record CgroupWrite(
    Controller controller, String file, String value, Refusal refusal, String origin) {}
