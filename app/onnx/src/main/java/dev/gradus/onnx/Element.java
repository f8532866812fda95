package dev.gradus.onnx;

/** The types of the elements of tensors, with their numbers in ONNX. */
enum Element {
  FLOAT(1),
  LONG(7),
  TEXT(8),
  BOOLEAN(9),
  DOUBLE(11);

  private final int number;

  Element(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
