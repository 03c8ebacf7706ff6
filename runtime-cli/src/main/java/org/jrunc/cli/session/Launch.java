package org.jrunc.cli.session;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line says about a container to make. All paths are absolute.
 *
 * @param id the container's id, unchecked
 * @param bundle the directory of the bundle
 * @param config the file to read instead of the bundle's config.json
 * @param consoleSocket the socket that receives the master side of the terminal
 * @param pidfdSocket the socket that receives a pidfd of the container process
 * @param pidFile the file that receives the container process's id
 * @param pivot whether the root is changed by pivot_root(2)
 * @param newKeyring whether the container gets a session keyring of its own
 * @param preservedFds how many descriptors above 2 are handed on
 */
public record Launch(
    String id,
    Path bundle,
    Optional<Path> config,
    Optional<Path> consoleSocket,
    Optional<Path> pidfdSocket,
    Optional<Path> pidFile,
    boolean pivot,
    boolean newKeyring,
    int preservedFds) {}
