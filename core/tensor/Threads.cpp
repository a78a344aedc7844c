#include "core/tensor/Threads.h"

#include <omp.h>

#include <algorithm>

#ifdef __SSE__
#include <pmmintrin.h>
#include <xmmintrin.h>
#endif

namespace latentscape {

void setComputeThreads(int threads) {
    omp_set_num_threads(threads > 0 ? std::min(threads, 1024) : machineThreads());
#ifdef __SSE__
#pragma omp parallel
    {
        _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
        _MM_SET_DENORMALS_ZERO_MODE(_MM_DENORMALS_ZERO_ON);
    }
#endif
}

int machineThreads() {
    return omp_get_num_procs();
}

int computeThreads() {
    return omp_get_max_threads();
}

} // namespace latentscape
