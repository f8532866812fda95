// Trains a workload with tiny-dnn: the same network, batches, loss and momentum, float32. It has one thread, because two
// threads with OpenMP were hundreds of times slower on a busy machine. tiny-dnn does not shuffle, so the rows come in the same
// order in every epoch.
//
//   g++ -std=c++14 -O3 -march=native -iquote . -DCNN_USE_AVX -DCNN_SINGLE_THREAD tiny-dnn.cpp && ./a.out A
//
// prints "tiny-dnn", the workload, the threads, and the training samples per second.
#include <tiny_dnn/tiny_dnn.h>

#include "peer.h"

using namespace tiny_dnn;
using namespace tiny_dnn::activation;

namespace {
struct Measured {};
}  // namespace

int main(int count, char **arguments) {
  const workload *w = workload_named(count > 1 ? arguments[1] : "A");
  network<sequential> net;
  for (int i = 1; i < w->layers - 1; i++) net << fully_connected_layer<relu>(w->widths[i - 1], w->widths[i]);
  unsigned outputs = w->widths[w->layers - 1];
  net << fully_connected_layer<softmax>(w->widths[w->layers - 2], outputs);
  std::vector<vec_t> rows(ROWS, vec_t(w->widths[0]));
  std::vector<label_t> classes(ROWS);
  for (int i = 0; i < ROWS; i++) {
    for (float &cell : rows[i]) cell = uniform();
    classes[i] = rand() % outputs;
  }
  momentum steps;
  steps.alpha = 0.001f;
  stopwatch watch = {};
  auto step = [&] {
    if (enough(&watch, w->batch)) throw Measured();
  };
  try {
    net.train<cross_entropy_multiclass>(steps, rows, classes, w->batch, 1000000, step, [] {});
  } catch (Measured) {
  }
  printf("tiny-dnn %s 1 %.1f\n", w->name, watch.samples / watch.seconds);
  return 0;
}
