package dev.gradus.importing;

import java.util.List;

/**
 * A network as a file describes it, in the layers of Gradus.
 *
 * @param origin what was read
 * @param steps the layers; the last is dense
 * @param columns the column of the file for each input, from 0
 * @param means what is subtracted from each column of the file
 * @param deviations what each column of the file is divided by, after that
 * @param outputs the number of outputs
 * @param classes the names of its classes, as far as the file has them; empty for none
 * @param remarks what is not as it is in the file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReadNetwork(
    String origin,
    List<Step> steps,
    int[] columns,
    double[] means,
    double[] deviations,
    int outputs,
    List<String> classes,
    List<String> remarks) {

  ReadNetwork {
    steps = List.copyOf(steps);
    classes = List.copyOf(classes);
    remarks = List.copyOf(remarks);
  }

  /** A draft, which is finished. */
  static ReadNetwork of(NetworkDraft draft, String origin, List<String> classes) {
    draft.finish();
    double[] means = new double[draft.inputs()];
    double[] deviations = new double[draft.inputs()];
    for (int i = 0; i < means.length; i++) {
      means[i] = draft.mean(i);
      deviations[i] = draft.deviation(i);
    }
    return new ReadNetwork(
        origin,
        draft.steps(),
        draft.columns(),
        means,
        deviations,
        draft.width(),
        classes,
        draft.remarks());
  }
}
