// What goes from a model into a checkpoint, and back.
#include "core/io/Checkpoint.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <zlib.h>

namespace latentscape {

namespace {

std::vector<Checkpoint::Entry> split(const ParameterStore& store, std::span<const float> buffer,
                                     const std::string& prefix) {
    std::vector<Checkpoint::Entry> entries;
    for (const Parameter& parameter : store.parameters()) {
        const auto values = buffer.subspan(parameter.offset, parameter.count);
        entries.push_back({prefix + parameter.name, parameter.shape, {values.begin(), values.end()}});
    }
    return entries;
}

std::vector<Optimizer::StateBuffer> stateOf(Optimizer* optimizer) {
    return optimizer ? optimizer->state() : std::vector<Optimizer::StateBuffer>();
}

std::size_t optimizersOf(Model& model) {
    return static_cast<std::size_t>(
        std::ranges::count_if(model.trainables(), [](const Trainable& t) { return t.optimizer != nullptr; }));
}

// A buffer of the model, of one of its trainables, with the entries that belong into it.
struct Restore {
    std::string prefix;
    const ParameterStore* parameters;
    std::span<float> buffer;
    std::span<const Checkpoint::Entry> entries;
};

// Takes the next `count` entries off `rest`, or as many as there are.
std::span<const Checkpoint::Entry> takeFirst(std::span<const Checkpoint::Entry>& rest, std::size_t count) {
    const auto first = rest.first(std::min(count, rest.size()));
    rest = rest.subspan(first.size());
    return first;
}

std::vector<Restore> planRestore(const Checkpoint& from, Model& model) {
    std::vector<Restore> plan;
    std::span<const Checkpoint::Entry> weights = from.weights;
    std::span<const Checkpoint::Entry> state = from.optimizerState;
    std::size_t entries = 0;
    for (const auto& [parameters, optimizer] : model.trainables()) {
        const std::size_t count = parameters.parameters().size();
        plan.push_back({"", &parameters, parameters.mutableValues(), takeFirst(weights, count)});
        entries += count;
        for (const auto& [name, values] : stateOf(optimizer)) {
            plan.push_back({name + ".", &parameters, values, takeFirst(state, count)});
            entries += count;
        }
    }
    const bool complete = std::ranges::all_of(
        plan, [](const Restore& r) { return r.entries.size() == r.parameters->parameters().size(); });
    if (!complete || entries != from.weights.size() + from.optimizerState.size()) {
        throw Error(ErrorKind::Input, "the checkpoint's tensors are not those of the model: it has " +
                                          std::to_string(from.weights.size()) + " of weights and " +
                                          std::to_string(from.optimizerState.size()) +
                                          " of the optimizer, expected " + std::to_string(entries) +
                                          " together");
    }
    return plan;
}

void requireFits(const Restore& restore, const Parameter& parameter, const Checkpoint::Entry& entry) {
    if (entry.name != restore.prefix + parameter.name || entry.shape != parameter.shape ||
        entry.values.size() != parameter.count) {
        throw Error(ErrorKind::Input, "the checkpoint's tensor \"" + entry.name + "\" " +
                                          toString(entry.shape) + " does not fit the model's \"" +
                                          restore.prefix + parameter.name + "\" " +
                                          toString(parameter.shape));
    }
}

} // namespace

void captureModel(Model& model, Checkpoint& into) {
    into.model = model.config();
    into.weights.clear();
    into.lastWeights.clear();
    into.optimizerState.clear();
    into.optimizerSteps.clear();
    into.gradientNorms.clear();
    for (const auto& [parameters, optimizer] : model.trainables()) {
        std::ranges::move(split(parameters, parameters.values(), ""), std::back_inserter(into.weights));
        for (const auto& [name, values] : stateOf(optimizer)) {
            std::ranges::move(split(parameters, values, name + "."), std::back_inserter(into.optimizerState));
        }
        if (optimizer) {
            into.optimizerSteps.push_back(optimizer->stepCount());
            into.gradientNorms.push_back(optimizer->gradientNorm());
        }
    }
}

void restoreModel(const Checkpoint& from, Model& model) {
    const std::vector<Restore> plan = planRestore(from, model);
    for (const Restore& restore : plan) { // all checks before the first change
        for (std::size_t i = 0; i < restore.entries.size(); ++i) {
            requireFits(restore, restore.parameters->parameters()[i], restore.entries[i]);
        }
    }
    if (from.optimizerSteps.size() != optimizersOf(model)) {
        throw Error(ErrorKind::Input, "the checkpoint was not made by this kind of model");
    }
    for (const Restore& restore : plan) {
        for (std::size_t i = 0; i < restore.entries.size(); ++i) {
            std::ranges::copy(restore.entries[i].values,
                              restore.buffer.begin() + restore.parameters->parameters()[i].offset);
        }
    }
    const std::vector<Trainable> trainables = model.trainables();
    for (std::size_t i = 0; i < from.optimizerSteps.size(); ++i) { // those with an optimizer come first
        trainables[i].optimizer->setStepCount(from.optimizerSteps[i]);
        trainables[i].optimizer->setGradientNorm(i < from.gradientNorms.size() ? from.gradientNorms[i] : 0);
    }
}

std::int64_t sizeOf(const Checkpoint& checkpoint) {
    auto bytes = static_cast<std::int64_t>(checkpoint.order.size() * sizeof(std::uint32_t));
    for (const auto* entries : {&checkpoint.weights, &checkpoint.lastWeights, &checkpoint.optimizerState}) {
        for (const Checkpoint::Entry& entry : *entries) {
            bytes += static_cast<std::int64_t>(entry.values.size() * sizeof(float));
        }
    }
    return bytes;
}

std::string weightsChecksum(const Checkpoint& checkpoint) {
    uLong sum = crc32_z(0, nullptr, 0);
    for (const Checkpoint::Entry& entry : checkpoint.weights) {
        sum = crc32_z(sum, reinterpret_cast<const Bytef*>(entry.values.data()),
                      entry.values.size() * sizeof(float));
    }
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%08lx", sum);
    return digits.data();
}

} // namespace latentscape
