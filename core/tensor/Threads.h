// How many cores the calling thread's computations use, and the floating-point mode they run in. Both are
// settings of the calling thread (each has its own team of workers): call setComputeThreads() at the start of
// a thread that trains or decodes. Parallel.h has the loops.
#pragma once

namespace latentscape {

inline constexpr int kMaxComputeThreads = 256;

// threads: 0 for as many as the machine has. Also flushes denormals to zero on this thread and its workers:
// they slow arithmetic down a hundredfold and mean nothing here.
void setComputeThreads(int threads);

// What setComputeThreads(0) stands for.
int machineThreads();

// The number in force on the calling thread.
int computeThreads();

// job(context, part) for each part in [0, parts) on the calling thread and its workers; parallelParts() is
// the way to call it. Inside a part it runs the parts one after the other.
void runParts(int parts, void (*job)(const void* context, int part), const void* context);

} // namespace latentscape
