/* Trains a workload with FANN: the same widths and batches, float32, one thread.
 *
 *   cc -O3 -march=native -iquote . fann.c -lfloatfann -lm && ./a.out A
 *
 * prints "fann", the workload, the threads, and the training samples per second. FANN trains on whole sets of rows, so each
 * batch is a set of its own, and the batches, not their rows, come in a new order in every epoch. FANN has neither relu nor
 * softmax nor momentum for batches: the hidden layers have its piecewise linear activation, the last layer has sigmoid, the
 * loss is the squared error, and the steps are plain gradient descent. All this is less work than in the workload.
 */
#include <floatfann.h>

#include "peer.h"

static struct fann_train_data *batch(const struct workload *w) {
  unsigned outputs = w->widths[w->layers - 1];
  struct fann_train_data *rows = fann_create_train(w->batch, w->widths[0], outputs);
  for (int i = 0; i < w->batch; i++) {
    for (unsigned k = 0; k < w->widths[0]; k++) rows->input[i][k] = uniform();
    for (unsigned k = 0; k < outputs; k++) rows->output[i][k] = 0;
    rows->output[i][rand() % outputs] = 1;
  }
  return rows;
}

int main(int count, char **arguments) {
  const struct workload *w = workload_named(count > 1 ? arguments[1] : "A");
  struct fann *network = fann_create_standard_array(w->layers, w->widths);
  fann_set_activation_function_hidden(network, FANN_LINEAR_PIECE);
  fann_set_activation_function_output(network, FANN_SIGMOID);
  fann_set_training_algorithm(network, FANN_TRAIN_BATCH);
  fann_set_learning_rate(network, 0.001f);
  int batches = ROWS / w->batch;
  struct fann_train_data **order = (struct fann_train_data **)calloc(batches, sizeof *order);
  for (int i = 0; i < batches; i++) order[i] = batch(w);
  struct stopwatch watch = {0};
  for (int i = 0;; i = (i + 1) % batches) {
    int other = i + rand() % (batches - i);
    struct fann_train_data *chosen = order[other];
    order[other] = order[i];
    order[i] = chosen;
    fann_train_epoch(network, chosen);
    if (enough(&watch, w->batch)) break;
  }
  printf("fann %s 1 %.1f\n", w->name, watch.samples / watch.seconds);
  return 0;
}
