import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The commit that a build is of. */
final class Commit {
  private Commit() {}

  /**
   * What git calls the commit whose work tree the current directory is in: the nearest tag with the
   * distance from it, or the hash alone, and {@code -dirty} if files differ from it. Empty if this
   * is no work tree, or there is no git.
   */
  static Optional<String> ofWorkTree() {
    try {
      var git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--long", "--abbrev=40")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
