#include "app/cli/ProfileReport.h"

#include "core/nn/Dense.h"
#include "core/tensor/Random.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>

namespace latentscape {

namespace {

constexpr std::int64_t kPeakSide = 1024;
constexpr int kPeakTries = 30;

void printRow(const char* network, const char* layer, const char* output, double forward, double backward,
              double gflop, double peak) {
    const double rate = gflop / (forward + backward) * 1e6;
    std::printf("%-14s%-26s%-10s%13.1f%13.1f", network, layer, output, forward, backward);
    if (gflop > 0)
        std::printf("%10.4f%10.1f%8.0f %%", gflop, rate, 100 * rate / peak);
    std::printf("\n");
}

} // namespace

double measurePeak(Precision precision) {
    Dense product(kPeakSide, kNoRectifier, false, precision);
    ParameterStore store;
    product.declare({kPeakSide}, store, "peak");
    store.allocate();
    Random random(0, 0);
    store.initialise(random);
    Tensor x({kPeakSide, kPeakSide});
    random.fillNormal(x.values());
    Tensor y({kPeakSide, kPeakSide});
    double best = std::numeric_limits<double>::infinity();
    for (int i = 0; i < kPeakTries; ++i) {
        const auto start = std::chrono::steady_clock::now();
        product.forward(x, y, Mode::Evaluate);
        best =
            std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return static_cast<double>(kPeakSide) * product.flops() / best / 1e9;
}

void printProfile(Model& model, std::int64_t steps, double seconds, double peak) {
    const double each = 1e6 / static_cast<double>(steps); // microseconds a step
    std::printf("%-14s%-26s%-10s%13s%13s%10s%10s%10s\n", "network", "layer", "output", "forward us",
                "backward us", "GFLOP", "GFLOP/s", "of peak");
    double inLayers = 0;
    double gflop = 0;
    for (const NamedNetwork& network : model.networks()) {
        for (const LayerProfile& layer : network.layers.profile()) {
            const double work = layer.flops / static_cast<double>(steps) / 1e9;
            printRow(network.name, layer.name.c_str(), toString(layer.output).c_str(), layer.forward * each,
                     layer.backward * each, work, peak);
            inLayers += layer.forward + layer.backward;
            gflop += work;
        }
    }
    std::printf("%-52s%11.1f us\n", "images, noise, losses, optimizer", (seconds - inLayers) * each);
    const double rate = gflop * static_cast<double>(steps) / seconds;
    std::printf("%-52s%11.1f us%18.4f%10.1f%8.0f %%\n", "a step", seconds * each, gflop, rate,
                100 * rate / peak);
}

} // namespace latentscape
