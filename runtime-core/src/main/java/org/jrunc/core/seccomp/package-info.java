/**
 * System call filters: from the rules of config.json to a BPF program and its flags, with
 * libseccomp. Depends on {@code linux} and the spec; nothing here installs a filter. Start with
 * {@code SeccompCompiler}.
 */
package org.jrunc.core.seccomp;
