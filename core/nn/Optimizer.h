// First-order optimizers, each one pass over a model's parameter buffer.
#pragma once

#include "core/tensor/ParameterStore.h"

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace latentscape {

enum class OptimizerKind { Sgd, RmsProp, Adam, AdamW };

// As they stand in files and on the command line.
inline constexpr std::array kOptimizerNames{
    std::pair{OptimizerKind::Sgd, "sgd"}, std::pair{OptimizerKind::RmsProp, "rmsprop"},
    std::pair{OptimizerKind::Adam, "adam"}, std::pair{OptimizerKind::AdamW, "adamw"}};

struct OptimizerConfig {
    OptimizerKind kind = OptimizerKind::Adam;
    float momentum = 0.9f;    // Sgd, RmsProp
    bool nesterov = false;    // Sgd
    float beta1 = 0.9f;       // Adam, AdamW
    float beta2 = 0.999f;     // Adam, AdamW; RmsProp: how slowly the mean square forgets (torch's alpha)
    float epsilon = 1e-8f;    // RmsProp, Adam, AdamW
    float weightDecay = 0.0f; // AdamW: decoupled (Loshchilov & Hutter 2019); others: added to the gradient
    float clipNorm = 0.0f;    // a gradient with a larger norm is scaled down to it; 0: never

    bool operator==(const OptimizerConfig&) const = default;
};

class Optimizer {
public:
    virtual ~Optimizer() = default;

    // Updates values from gradients and counts a step. When a gradient is not finite, or so large that its
    // square is not, nothing is changed and the answer is false.
    [[nodiscard]] bool step(ParameterStore& parameters, float learningRate);

    // State as large as the parameter buffer, by name ("m", "v"), for checkpoints. Writable.
    struct StateBuffer {
        std::string name;
        std::span<float> values;
    };
    virtual std::vector<StateBuffer> state() = 0;

    const OptimizerConfig& config() const { return m_config; }
    // Keeps the state, so that it must be that of an optimizer of `config` too.
    void setConfig(const OptimizerConfig& config) { m_config = config; }

    std::int64_t stepCount() const { return m_stepCount; }
    void setStepCount(std::int64_t count) { m_stepCount = count; }
    // Of the last step's gradient, before it was clipped; 0 before the first.
    float gradientNorm() const { return m_gradientNorm; }
    void setGradientNorm(float norm) { m_gradientNorm = norm; }

protected:
    explicit Optimizer(const OptimizerConfig& config)
        : m_config(config) {}

    // One pass over all parameters; each gradient counts `gradientScale` times. stepCount() counts this step.
    virtual void update(ParameterStore& parameters, float learningRate, float gradientScale) = 0;

    OptimizerConfig m_config;

private:
    std::int64_t m_stepCount = 0;
    float m_gradientNorm = 0;
};

// What is customary for a kind (the defaults of torch.optim; SGD with a momentum of 0.9).
OptimizerConfig customary(OptimizerKind kind);

// For a store of `size` floats (ParameterStore::values().size()).
std::unique_ptr<Optimizer> makeOptimizer(const OptimizerConfig& config, std::size_t size);

// The optimizer goes on as `config` has it from its next step on. One of another kind begins anew, with a
// store of `size` floats; Adam and AdamW keep the same state, and RMSprop that is given a momentum or loses
// it the rest.
void changeOptimizer(std::unique_ptr<Optimizer>& optimizer, const OptimizerConfig& config, std::size_t size);

} // namespace latentscape
