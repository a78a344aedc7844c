// How time grows: with the batch, the side of the images, the size of the latent and the threads; how long a
// picture takes to decode, and a model to be built and to take its first step.
//
//   build/release/tests/bench/core_benchmark --benchmark_filter='growth|decode|firstStep'
#include "core/models/Model.h"
#include "core/tensor/Threads.h"
#include "core/train/Preset.h"

#include <benchmark/benchmark.h>

namespace latentscape {
namespace {

struct Workload {
    TrainConfig config;
    int side = 28;
};

Workload workload(const char* preset) {
    Workload w{findPreset(preset).config};
    w.side = w.config.model.kind == ModelKind::Gan ? 32 : 28;
    return w;
}

std::unique_ptr<Model> build(const Workload& w) {
    ModelConfig config = w.config.model;
    config.image = {1, w.side, w.side};
    return makeModel(config, w.config.optimizer, 0);
}

Tensor noise(std::int64_t rows, std::int64_t columns) {
    Tensor values({rows, columns});
    Random(0, 0).fillUniform(values.values(), 0, 1);
    return values;
}

void takeSteps(benchmark::State& state, const Workload& w) {
    const auto model = build(w);
    const Tensor images = noise(w.config.batch, std::int64_t{w.side} * w.side);
    Random random(0, 0);
    for (auto _ : state) {
        benchmark::DoNotOptimize(model->step(images, {w.config.learningRate, w.config.beta}, random));
    }
    state.SetItemsProcessed(state.iterations() * w.config.batch); // images
}

void growthByBatch(benchmark::State& state, const char* preset) {
    Workload w = workload(preset);
    w.config.batch = state.range(0);
    takeSteps(state, w);
}
BENCHMARK_CAPTURE(growthByBatch, dense_400, "dense-400")->RangeMultiplier(4)->Range(8, 512)->UseRealTime();
BENCHMARK_CAPTURE(growthByBatch, conv_vae, "conv-vae")->RangeMultiplier(4)->Range(8, 512)->UseRealTime();

void growthBySide(benchmark::State& state, const char* preset) {
    Workload w = workload(preset);
    w.side = static_cast<int>(state.range(0));
    takeSteps(state, w);
}
BENCHMARK_CAPTURE(growthBySide, dense_400, "dense-400")->RangeMultiplier(2)->Range(16, 128)->UseRealTime();
BENCHMARK_CAPTURE(growthBySide, conv_vae, "conv-vae")->RangeMultiplier(2)->Range(16, 128)->UseRealTime();

void growthByLatent(benchmark::State& state, const char* preset) {
    Workload w = workload(preset);
    w.config.model.latent = state.range(0);
    takeSteps(state, w);
}
BENCHMARK_CAPTURE(growthByLatent, dense_400, "dense-400")->RangeMultiplier(8)->Range(2, 1024)->UseRealTime();

void growthByThreads(benchmark::State& state, const char* preset) {
    setComputeThreads(static_cast<int>(state.range(0)));
    takeSteps(state, workload(preset));
    setComputeThreads(0);
}
BENCHMARK_CAPTURE(growthByThreads, dense_seed, "dense-seed")->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(growthByThreads, dense_400, "dense-400")->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(growthByThreads, conv_vae, "conv-vae")->Arg(1)->Arg(2)->UseRealTime();
BENCHMARK_CAPTURE(growthByThreads, dcgan, "dcgan")->Arg(1)->Arg(2)->UseRealTime();

// One latent: what a slider waits for. 400: a map of 20 x 20.
void decode(benchmark::State& state, const char* preset) {
    const Workload w = workload(preset);
    const auto model = build(w);
    const Tensor latents = noise(state.range(0), w.config.model.latent);
    for (auto _ : state) {
        benchmark::DoNotOptimize(model->decode(latents));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0)); // pictures
}
BENCHMARK_CAPTURE(decode, dense_seed, "dense-seed")->Arg(1)->Arg(400)->UseRealTime();
BENCHMARK_CAPTURE(decode, dense_400, "dense-400")->Arg(1)->Arg(400)->UseRealTime();
BENCHMARK_CAPTURE(decode, conv_vae, "conv-vae")->Arg(1)->Arg(400)->UseRealTime();
BENCHMARK_CAPTURE(decode, dcgan, "dcgan")->Arg(1)->Arg(400)->UseRealTime();

// From nothing to the weights after one step. The first of a process also compiles oneDNN's kernels.
void firstStep(benchmark::State& state, const char* preset) {
    const Workload w = workload(preset);
    const Tensor images = noise(w.config.batch, std::int64_t{w.side} * w.side);
    for (auto _ : state) {
        const auto model = build(w);
        Random random(0, 0);
        benchmark::DoNotOptimize(model->step(images, {w.config.learningRate, w.config.beta}, random));
    }
}
BENCHMARK_CAPTURE(firstStep, dense_400, "dense-400")->UseRealTime();
BENCHMARK_CAPTURE(firstStep, conv_vae, "conv-vae")->UseRealTime();
BENCHMARK_CAPTURE(firstStep, dcgan, "dcgan")->UseRealTime();

} // namespace
} // namespace latentscape
