// How many cores the calling thread's computations use, and the floating-point mode they run in. Both are
// settings of the calling thread (each has its own OpenMP pool): call this at the start of a thread that
// trains or decodes.
#pragma once

namespace latentscape {

// threads: 0 for as many as the machine has. Also flushes denormals to zero on this thread and its pool:
// they slow arithmetic down a hundredfold and mean nothing here.
void setComputeThreads(int threads);

// What setComputeThreads(0) stands for.
int machineThreads();

// The number in force on the calling thread.
int computeThreads();

} // namespace latentscape
