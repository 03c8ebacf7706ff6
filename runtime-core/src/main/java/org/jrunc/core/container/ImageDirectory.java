package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.criu.CriuOptions;
import org.jrunc.core.criu.CriuProcess;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.spec.json.SpecSyntaxException;

/** The directories of one checkpoint: images, log, and the names of the standard streams. */
final class ImageDirectory implements AutoCloseable {
  private static final String DESCRIPTORS = "descriptors.json";
  private static final String ERROR = "Error (";
  private static final int MODE = 0700;
  private static final int FILE_MODE = 0600;
  private static final int STANDARD_STREAMS = 3;
  private static final int QUOTED = 512;

  private final Kernel kernel;
  private final ImageRequest request;
  private final String logFile;
  private final Fd images;
  private final Optional<Fd> work;

  private ImageDirectory(
      Kernel kernel, ImageRequest request, String logFile, Fd images, Optional<Fd> work) {
    this.kernel = kernel;
    this.request = request;
    this.logFile = logFile;
    this.images = images;
    this.work = work;
  }

  /** Opens the directories; that of the log is made if it is missing. */
  static ImageDirectory open(Kernel kernel, ImageRequest request, String logFile) {
    var images = kernel.open(request.images(), OpenFlags.READ | OpenFlags.DIRECTORY);
    try {
      var work = request.work().map(path -> openOrMake(kernel, path));
      return new ImageDirectory(kernel, request, logFile, images, work);
    } catch (RuntimeException | Error e) {
      images.close();
      throw e;
    }
  }

  private static Fd openOrMake(Kernel kernel, Path path) {
    makeDirectory(kernel, path);
    return kernel.open(path, OpenFlags.READ | OpenFlags.DIRECTORY);
  }

  /** Makes a directory, and those above it, as far as they are missing. */
  static void makeDirectories(Kernel kernel, Path path) {
    var parent = path.getParent();
    if (kernel.exists(path) || parent == null) {
      if (!kernel.facts(path).isDirectory()) {
        throw new HostFailure("mkdir " + path + ": " + Errno.textOf(Errno.ENOTDIR.number()));
      }
      return;
    }
    makeDirectories(kernel, parent);
    makeDirectory(kernel, path);
  }

  private static void makeDirectory(Kernel kernel, Path path) {
    try {
      kernel.makeDirectory(path, MODE);
    } catch (SyscallFailure e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  /** The paths of the directories. */
  List<String> paths() {
    var paths = new ArrayList<String>();
    paths.add(request.images().toString());
    request.work().ifPresent(path -> paths.add(path.toString()));
    return paths;
  }

  /**
   * The same directories as CRIU has opened them.
   *
   * @param first its descriptor of the first of {@link #paths}
   */
  ImageDirectory asOpenedBy(CriuProcess criu, int first) {
    var copy = criu.copyOf(first);
    try {
      var workCopy = work.map(fd -> criu.copyOf(first + 1));
      return new ImageDirectory(kernel, request, logFile, copy, workCopy);
    } catch (RuntimeException | Error e) {
      copy.close();
      throw e;
    }
  }

  /** Options of CRIU for these directories. */
  CriuOptions options(String root) {
    var options = new CriuOptions(images, root, logFile, request.cgroups());
    work.ifPresent(options::work);
    return options.switches(request.switches());
  }

  /** Writes down what the standard streams of a process are, for a restore to replace pipes. */
  void saveDescriptors(int pid) {
    var names = new ArrayList<String>();
    for (int i = 0; i < STANDARD_STREAMS; i++) {
      names.add(descriptor(pid, i));
    }
    int flags = OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.TRUNCATE;
    try (var file = kernel.openAt(images, DESCRIPTORS, flags, FILE_MODE)) {
      kernel.write(file, new StreamNames(names).json());
    }
  }

  private String descriptor(int pid, int number) {
    try {
      return kernel.readLink(Path.of("/proc/" + pid + "/fd/" + number));
    } catch (SyscallFailure e) {
      // It has closed it.
      return "";
    }
  }

  /** What the standard streams were. */
  StreamNames loadDescriptors() {
    var file = request.images().resolve(DESCRIPTORS);
    var text =
        KernelFile.readIfPresent(file)
            .orElseThrow(
                () -> new HostFailure("open " + file + ": " + Errno.textOf(Errno.ENOENT.number())));
    try {
      return StreamNames.parse(text);
    } catch (SpecSyntaxException e) {
      throw new HostFailure("cannot read `" + file + "`: " + e.getMessage());
    }
  }

  /** The same failure with what the log says, and where it is. */
  HostFailure explain(HostFailure failure) {
    var log = request.log(logFile);
    var text = KernelFile.readIfPresent(log).orElse("");
    var errors = new StringJoiner("; ");
    text.lines()
        .filter(line -> line.contains(ERROR) && !line.contains("FAILED"))
        .map(line -> line.substring(line.indexOf(ERROR)).strip())
        .forEach(errors::add);
    var quote = errors.length() == 0 ? "" : ": " + shorten(errors.toString());
    return new HostFailure(failure.getMessage() + quote + "; log file: " + log);
  }

  private static String shorten(String line) {
    return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "...";
  }

  @Override
  public void close() {
    images.close();
    work.ifPresent(Fd::close);
  }
}
