// Makes a run depend on its input alone. GnuTLS asks for randomness and for the time through the
// dynamic linker, so that what is defined here is found first: numbers that begin anew with each
// run, and a clock that stands still but for what the run moves it.

#include <stddef.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static uint64_t state;
static int64_t moved;
static bool isRunning;
static struct timespec started;

static int now(clockid_t clock, struct timespec *time) {
    return (int)syscall(SYS_clock_gettime, clock, time);
}

void steady_begin(void) {
    state = 1;
    moved = 0;
    now(CLOCK_MONOTONIC, &started);
    isRunning = true;
}

// What comes between two runs, libFuzzer's own business, has the true time.
void steady_end(void) {
    moved = 0;
    isRunning = false;
}

// Not farther in all than what libFuzzer takes for a run that hangs: it asks this clock as well.
void steady_move(uint64_t nanoseconds) {
    moved += (int64_t)nanoseconds;
    if (moved > 100000000000) moved = 100000000000;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = now(clock, time);
    if (result != 0 || !isRunning) return result;
    if (clock == CLOCK_MONOTONIC || clock == CLOCK_BOOTTIME) *time = started;
    int64_t nanoseconds = time->tv_nsec + moved % 1000000000;
    time->tv_sec += moved / 1000000000 + nanoseconds / 1000000000;
    time->tv_nsec = nanoseconds % 1000000000;
    return 0;
}

// SplitMix64.
static uint64_t next(void) {
    uint64_t mixed = state += 0x9E3779B97F4A7C15;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
}

int gnutls_rnd(int level, void *data, size_t count) {
    (void)level;
    uint8_t *bytes = data;
    for (size_t index = 0; index < count; index++) bytes[index] = (uint8_t)(next() >> 24);
    return 0;
}
