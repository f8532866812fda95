package dev.gradus.playground;

/** A setting of the page is wrong. */
final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String field;
  private final int column;

  /**
   * Reports a setting.
   *
   * @param field its place, such as {@code losses[0]}; empty if it is none alone
   */
  SettingsException(String field, String sentence) {
    this(field, sentence, 0);
  }

  /**
   * Reports a place within a text.
   *
   * @param column counted from 1; 0 if it is none
   */
  SettingsException(String field, String sentence, int column) {
    super(sentence);
    this.field = field;
    this.column = column;
  }

  String field() {
    return field;
  }

  int column() {
    return column;
  }
}
