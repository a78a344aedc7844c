// The parts of a training step, one by one, at the sizes of the two presets: where the time goes, and what
// share of the machine each part reaches. Run it on a quiet machine:
//
//   build/release/tests/bench/core_benchmark [--benchmark_filter=REGEX]
#include "core/models/Model.h"
#include "core/nn/Dense.h"
#include "core/nn/Losses.h"
#include "core/train/Preset.h"
#include "core/train/Tsne.h"

#include <benchmark/benchmark.h>

namespace latentscape {
namespace {

// A Dense layer by itself, with parameters and gradients of its own.
struct Layer {
    Layer(std::int64_t rows, std::int64_t inputs, std::int64_t units)
        : dense(units, kRelu)
        , x({rows, inputs})
        , y({rows, units})
        , dy({rows, units})
        , dx({rows, inputs}) {
        dense.declare({inputs}, store, "layer");
        store.allocate();
        Random random(0, 0);
        store.initialise(random);
        random.fillNormal(x.values());
        random.fillNormal(dy.values());
        dense.forward(x, y, Mode::Train);
    }

    ParameterStore store;
    Dense dense;
    Tensor x, y, dy, dx;
};

void countFlops(benchmark::State& state, double perStep) {
    state.counters["FLOP/s"] = benchmark::Counter(perStep, benchmark::Counter::kIsIterationInvariantRate);
}

double multiplyAdds(const benchmark::State& state) {
    return static_cast<double>(state.range(0) * state.range(1) * state.range(2));
}

void denseForward(benchmark::State& state) {
    Layer layer(state.range(0), state.range(1), state.range(2));
    for (auto _ : state) {
        layer.dense.forward(layer.x, layer.y, Mode::Train);
    }
    countFlops(state, 2 * multiplyAdds(state));
}

void denseBackward(benchmark::State& state) {
    Layer layer(state.range(0), state.range(1), state.range(2));
    for (auto _ : state) {
        layer.dense.backward(layer.x, layer.y, layer.dy, &layer.dx, WeightGradients::Write);
    }
    countFlops(state, 4 * multiplyAdds(state));
}

// Rows, inputs, units: the first and the last layer of dense-seed and of dense-400.
void presetLayers(benchmark::internal::Benchmark* benchmark) {
    benchmark->Args({16, 784, 64})->Args({16, 64, 784})->Args({128, 784, 400})->Args({128, 400, 784});
}
BENCHMARK(denseForward)->Apply(presetLayers);
BENCHMARK(denseBackward)->Apply(presetLayers);

void adamStep(benchmark::State& state) {
    ParameterStore store;
    store.declare("weight", {state.range(0), 784}, {0.01f});
    store.allocate();
    const auto adam = makeOptimizer({}, store.values().size());
    for (auto _ : state) {
        benchmark::DoNotOptimize(adam->step(store, 1e-3f));
    }
    // Reads the gradient for its norm, then value, gradient and two moments, and writes value and moments: 32
    // bytes a parameter.
    state.SetBytesProcessed(state.iterations() * state.range(0) * 784 * 32);
}
BENCHMARK(adamStep)->Arg(64)->Arg(400);

void normalNumbers(benchmark::State& state) {
    Random random(0, 0);
    Tensor numbers({128, 20});
    for (auto _ : state) {
        random.fillNormal(numbers.values());
    }
    state.SetItemsProcessed(state.iterations() * numbers.size());
}
BENCHMARK(normalNumbers);

void bernoulliLoss(benchmark::State& state) {
    Tensor logits({state.range(0), 784});
    Random(0, 0).fillNormal(logits.values());
    const Tensor targets({state.range(0), 784},
                         std::vector<float>(static_cast<std::size_t>(logits.size()), 0.3f));
    Tensor gradient({state.range(0), 784});
    for (auto _ : state) {
        benchmark::DoNotOptimize(bceWithLogits(logits, targets, 1.0f, &gradient));
    }
    state.SetItemsProcessed(state.iterations() * logits.size());
}
BENCHMARK(bernoulliLoss)->Arg(16)->Arg(128);

void trainingStep(benchmark::State& state, const char* preset) {
    TrainConfig config = findPreset(preset).config;
    config.model.image = {1, 28, 28};
    const auto model = makeModel(config.model, config.optimizer, 0);
    Tensor images({config.batch, 784});
    Random random(0, 0);
    random.fillUniform(images.values(), 0, 1);
    for (auto _ : state) {
        benchmark::DoNotOptimize(model->step(images, {config.learningRate, config.beta}, random));
    }
    state.SetItemsProcessed(state.iterations() * config.batch); // images
}
BENCHMARK_CAPTURE(trainingStep, dense_seed, "dense-seed");
BENCHMARK_CAPTURE(trainingStep, dense_400, "dense-400");

// A map of ten thousand points of 64 dimensions, in ten clusters.
void tsneMap(benchmark::State& state) {
    Tensor points({10'000, 64});
    Random random(0, 0);
    random.fillNormal(points.values());
    for (std::int64_t i = 0; i < points.dim(0); ++i) {
        points.row(i)[static_cast<std::size_t>(i % 10)] += 6;
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(tsne(points, {}));
    }
}
BENCHMARK(tsneMap)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

} // namespace
} // namespace latentscape

BENCHMARK_MAIN();
