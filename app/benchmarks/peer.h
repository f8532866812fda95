/* What the peers in C and C++ share: the workloads, which Workload.java describes, and how they are measured. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS = 20000, MOST_LAYERS = 4 };

struct workload {
  const char *name;
  int batch, layers;
  unsigned widths[MOST_LAYERS];
};

static const struct workload WORKLOADS[] = {
    {"A", 16, 3, {4, 16, 3}},
    {"B", 32, 4, {30, 64, 32, 2}},
    {"C", 32, 3, {784, 100, 10}},
    {"D", 128, 4, {784, 256, 128, 10}},
    {"E", 512, 4, {784, 1024, 512, 10}},
};

static const struct workload *workload_named(const char *name) {
  for (size_t i = 0; i < sizeof WORKLOADS / sizeof *WORKLOADS; i++)
    if (!strcmp(WORKLOADS[i].name, name)) return &WORKLOADS[i];
  fprintf(stderr, "there is no workload %s\n", name);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

/* From -1 to 1. */
static float uniform(void) { return 2.0f * rand() / (float)RAND_MAX - 1; }

static const double SECONDS_TO_WARM_UP = 0.5, SECONDS_TO_MEASURE = 2;

/* Counts the samples of the steps after the warm-up. */
struct stopwatch {
  double begin, seconds;
  long samples;
  int warm;
};

/* Counts the samples of a step that has ended, and says whether the run has been measured. */
static int enough(struct stopwatch *watch, int samples) {
  double at = now();
  if (!watch->begin) watch->begin = at;
  if (!watch->warm) {
    watch->warm = at - watch->begin >= SECONDS_TO_WARM_UP;
    if (watch->warm) watch->begin = at;
    return 0;
  }
  watch->samples += samples;
  watch->seconds = at - watch->begin;
  return watch->seconds >= SECONDS_TO_MEASURE;
}
