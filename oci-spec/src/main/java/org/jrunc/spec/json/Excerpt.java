package org.jrunc.spec.json;

/** Text of a document as messages quote it: one short line. */
final class Excerpt {
  private static final int LONGEST = 40;

  private Excerpt() {}

  static String of(String text) {
    var shown = new StringBuilder();
    for (var index = 0; index < text.length() && index < LONGEST; index++) {
      var c = text.charAt(index);
      var printable = !Character.isISOControl(c) && c != '\u2028' && c != '\u2029';
      shown.append(printable ? c : ' ');
    }
    return text.length() > LONGEST ? shown + "..." : shown.toString();
  }
}
