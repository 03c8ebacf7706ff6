import org.jspecify.annotations.NullMarked;

/** Plans, programs and the engine that carries them out. */
@NullMarked
module org.jrunc.core {
  requires static transitive org.jspecify;
  requires transitive org.jrunc.spec;
  requires com.sun.jna;

  exports org.jrunc.core.abi;
  exports org.jrunc.core.bundle;
  exports org.jrunc.core.cgroup;
  exports org.jrunc.core.cgroup.limit;
  exports org.jrunc.core.cgroup.stats;
  exports org.jrunc.core.cgroup.v1;
  exports org.jrunc.core.compile;
  exports org.jrunc.core.console;
  exports org.jrunc.core.container;
  exports org.jrunc.core.criu;
  exports org.jrunc.core.device;
  exports org.jrunc.core.engine;
  exports org.jrunc.core.failure;
  exports org.jrunc.core.hook;
  exports org.jrunc.core.launch;
  exports org.jrunc.core.linux;
  exports org.jrunc.core.network;
  exports org.jrunc.core.plan;
  exports org.jrunc.core.program;
  exports org.jrunc.core.rdt;
  exports org.jrunc.core.seccomp;
  exports org.jrunc.core.security;
  exports org.jrunc.core.state;
}
