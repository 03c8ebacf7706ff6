package org.jrunc.cli.render;

import java.util.List;

/** Rows of cells in columns, with the widths that Go's tabwriter gives runc's tables. */
public final class Table {
  private static final int LEAST_WIDTH = 12;
  private static final int GAP = 3;

  private Table() {}

  /** One line for each row, all of the same number of cells. The last column is not padded. */
  public static String of(List<List<String>> rows) {
    var columns = rows.isEmpty() ? 0 : rows.getFirst().size();
    var text = new StringBuilder();
    for (var row : rows) {
      for (var column = 0; column < columns - 1; column++) {
        var cell = row.get(column);
        text.append(cell).repeat(' ', width(rows, column) - cell.codePointCount(0, cell.length()));
      }
      text.append(row.getLast()).append('\n');
    }
    return text.toString();
  }

  private static int width(List<List<String>> rows, int column) {
    var longest =
        rows.stream()
            .map(row -> row.get(column))
            .mapToInt(cell -> cell.codePointCount(0, cell.length()))
            .max()
            .orElse(0);
    return Math.max(LEAST_WIDTH, longest + GAP);
  }
}
