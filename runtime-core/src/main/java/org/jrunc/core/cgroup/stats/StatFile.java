package org.jrunc.core.cgroup.stats;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.linux.KernelFile;

/**
 * A file of a cgroup that holds numbers. One that is not there, because this kernel does not have
 * it or because the cgroup was removed meanwhile, holds zeros.
 *
 * @param path the file
 */
record StatFile(Path path) {

  static StatFile of(Path directory, String name) {
    return new StatFile(directory.resolve(name));
  }

  /** The content; empty if there is no such file. */
  Optional<String> text() {
    return KernelFile.readIfPresent(path).map(String::strip);
  }

  /** The lines; none if there is no such file. */
  List<String> lines() {
    return text()
        .filter(text -> !text.isEmpty())
        .map(text -> List.of(text.split("\n")))
        .orElse(List.of());
  }

  /** The one number of the file. */
  long number() {
    return text().map(this::parse).orElse(0L);
  }

  /** The one number of the file, which may be negative. */
  long signed() {
    var text = text();
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text.get());
    } catch (NumberFormatException e) {
      throw malformed(text.orElse(""));
    }
  }

  /** The numbers of a file that has them between blanks. */
  List<Long> numbers() {
    var numbers = new ArrayList<Long>();
    for (var line : lines()) {
      for (var word : line.strip().split("\\s+")) {
        numbers.add(parse(word));
      }
    }
    return numbers;
  }

  /** The numbers of a file with a key and a number on each line. */
  Map<String, Long> table() {
    var table = new LinkedHashMap<String, Long>();
    for (var line : lines()) {
      int blank = line.indexOf(' ');
      if (blank < 0) {
        throw malformed(line);
      }
      table.put(line.substring(0, blank), parse(line.substring(blank + 1)));
    }
    return table;
  }

  /**
   * A number of the kernel, which is unsigned. Counters that have run below zero are zero, and what
   * is beyond the reach of Java is the largest number it has.
   */
  long parse(String word) {
    try {
      if (word.startsWith("-")) {
        return Math.max(0, Long.parseLong(word));
      }
      long number = Long.parseUnsignedLong(word);
      return number < 0 ? Long.MAX_VALUE : number;
    } catch (NumberFormatException e) {
      throw malformed(word);
    }
  }

  CgroupFailure malformed(String found) {
    return new CgroupFailure(
        path.toString(), "unable to parse \"" + found + "\" of cgroup file \"" + path + "\"");
  }
}
