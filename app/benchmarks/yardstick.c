/* Measures the limits of the machine, before the programs that are compared: the speed of float32 multiply-adds in a
 * compiled loop, of matrix products with OpenBLAS if it is installed, and the bandwidth of the memory.
 *
 *   cc -O3 -march=native -pthread yardstick.c -ldl && ./a.out
 *
 * prints one line per measurement: "limit", its name, the number of threads, and GFLOP/s or GB/s, the best of several tries.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TRIES = 7, MOST_THREADS = 64 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

/* So many vectors of sums stay in registers that no multiply-add waits for the previous one. */
#if defined(__AVX512F__)
enum { LANES = 16 * 16, ROUNDS = 2000000 };
#elif defined(__AVX__)
enum { LANES = 12 * 8, ROUNDS = 5000000 };
#else
enum { LANES = 12 * 4, ROUNDS = 5000000 };
#endif

static void *multiply_add(void *result) {
  float sums[LANES];
  for (int i = 0; i < LANES; i++) sums[i] = i;
  float factor = 0.999f + *(float *)result;
  for (int round = 0; round < ROUNDS; round++)
    for (int i = 0; i < LANES; i++) sums[i] = sums[i] * factor + 0.5f;
  float sum = 0;
  for (int i = 0; i < LANES; i++) sum += sums[i];
  *(float *)result = sum;
  return NULL;
}

/* Both together are larger than the caches of the machines that were measured. */
enum { FLOATS = 8 << 20 };
static float *from[MOST_THREADS], *to[MOST_THREADS];

static void *scale(void *thread) {
  float *a = from[*(int *)thread], *b = to[*(int *)thread];
  for (long i = 0; i < FLOATS; i++) b[i] = 0.5f * a[i];
  return NULL;
}

static double together(int threads, void *(*work)(void *), void *arguments, size_t size) {
  pthread_t others[MOST_THREADS];
  double begin = now();
  for (int t = 1; t < threads; t++) pthread_create(&others[t], NULL, work, (char *)arguments + t * size);
  work(arguments);
  for (int t = 1; t < threads; t++) pthread_join(others[t], NULL);
  return now() - begin;
}

typedef void (*sgemm)(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);

static void products(int threads) {
  void *library = dlopen("libopenblas.so.0", RTLD_NOW);
  if (!library) return;
  sgemm multiply = (sgemm)dlsym(library, "cblas_sgemm");
  void (*use)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
  if (!multiply || !use) return;
  use(threads);
  int shapes[][3] = {{32, 30, 64}, {32, 784, 100}, {128, 784, 256}, {512, 784, 1024}};
  for (int s = 0; s < 4; s++) {
    int n = shapes[s][0], k = shapes[s][1], m = shapes[s][2];
    float *a = calloc((size_t)n * k, 4), *b = calloc((size_t)k * m, 4), *c = calloc((size_t)n * m, 4);
    double operations = 2.0 * n * k * m;
    int repeated = 1 + (int)(2e9 / operations);
    double best = 1e9;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      double begin = now();
      for (int r = 0; r < repeated; r++) multiply(101, 111, 111, n, m, k, 1, a, k, b, m, 0, c, m);
      double took = (now() - begin) / repeated;
      if (took < best) best = took;
    }
    printf("limit blas-%dx%dx%d %d %.1f\n", n, k, m, threads, operations / best / 1e9);
    free(a), free(b), free(c);
  }
}

/* The processors that this process may use. */
static int processors(void) {
  cpu_set_t some;
  if (sched_getaffinity(0, sizeof some, &some)) return 1;
  int count = CPU_COUNT(&some);
  return count < MOST_THREADS ? count : MOST_THREADS;
}

int main(void) {
  int most = processors();
  for (int t = 0; t < most; t++) {
    from[t] = calloc(FLOATS, 4), to[t] = calloc(FLOATS, 4);
    for (long i = 0; i < FLOATS; i++) from[t][i] = to[t][i] = i;
  }
  for (int threads = 1; threads <= most; threads += most > 1 ? most - 1 : 1) {
    double adding = 1e9, copying = 1e9;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      float results[MOST_THREADS] = {0};
      int numbers[MOST_THREADS];
      for (int t = 0; t < threads; t++) numbers[t] = t;
      double took = together(threads, multiply_add, results, sizeof *results);
      if (took < adding) adding = took;
      took = together(threads, scale, numbers, sizeof *numbers);
      if (took < copying) copying = took;
    }
    printf("limit multiply-add %d %.1f\n", threads, threads * 2.0 * LANES * ROUNDS / adding / 1e9);
    printf("limit memory %d %.1f\n", threads, threads * 8.0 * FLOATS / copying / 1e9);
    products(threads);
  }
  return 0;
}
