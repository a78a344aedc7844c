#include "core/train/LiveSettings.h"

#include "core/tensor/Json.h"

#include <cstdio>

namespace latentscape {

namespace {

// Collects the words of what changes.
class Changes {
public:
    template <typename Value> void take(const char* name, const Value& wanted, Value& setting) {
        if (wanted != setting) {
            words.push_back(std::string(name) + ' ' + text(setting) + " → " + text(wanted));
            setting = wanted;
        }
    }

    std::vector<std::string> words;

private:
    static std::string text(float value) {
        char digits[32];
        std::snprintf(digits, sizeof digits, "%g", double{value});
        return digits;
    }
    static std::string text(std::int64_t value) { return std::to_string(value); }
    static std::string text(bool on) { return on ? "on" : "off"; }
    static std::string text(ScheduleKind kind) { return nameOf(kScheduleNames, kind); }
    static std::string text(OptimizerKind kind) { return nameOf(kOptimizerNames, kind); }
    static std::string text(GanLoss loss) { return nameOf(kGanLossNames, loss); }
};

void takeSchedule(const ScheduleConfig& wanted, ScheduleConfig& schedule, Changes& changes) {
    changes.take("schedule", wanted.kind, schedule.kind);
    changes.take("step every", wanted.stepEpochs, schedule.stepEpochs);
    changes.take("step factor", wanted.stepFactor, schedule.stepFactor);
    changes.take("warm-up", wanted.warmupEpochs, schedule.warmupEpochs);
    changes.take("KL warm-up", wanted.klWarmupEpochs, schedule.klWarmupEpochs);
}

void takeOptimizer(const OptimizerConfig& wanted, OptimizerConfig& optimizer, Changes& changes) {
    changes.take("optimizer", wanted.kind, optimizer.kind);
    changes.take("momentum", wanted.momentum, optimizer.momentum);
    changes.take("Nesterov", wanted.nesterov, optimizer.nesterov);
    changes.take("beta 1", wanted.beta1, optimizer.beta1);
    changes.take("beta 2", wanted.beta2, optimizer.beta2);
    changes.take("epsilon", wanted.epsilon, optimizer.epsilon);
    changes.take("weight decay", wanted.weightDecay, optimizer.weightDecay);
    changes.take("clip norm", wanted.clipNorm, optimizer.clipNorm);
}

void takeGame(const ModelConfig& wanted, ModelConfig& model, Changes& changes) {
    changes.take("loss", wanted.ganLoss, model.ganLoss);
    changes.take("label smoothing", wanted.labelSmoothing, model.labelSmoothing);
    changes.take("discriminator steps", wanted.discriminatorSteps, model.discriminatorSteps);
    changes.take("weight average", wanted.weightAverage, model.weightAverage);
    for (const DifferentiableAugmentSetting& setting : kDifferentiableAugmentSettings) {
        changes.take(("seen " + std::string(setting.name)).c_str(),
                     wanted.differentiableAugment.*setting.value, model.differentiableAugment.*setting.value);
    }
}

} // namespace

std::vector<std::string> takeLiveSettings(const TrainConfig& wanted, TrainConfig& config) {
    Changes changes;
    changes.take("epochs", wanted.epochs, config.epochs);
    changes.take("learning rate", wanted.learningRate, config.learningRate);
    if (wanted.model.kind != config.model.kind) {
        return changes.words;
    }
    changes.take("batch", wanted.batch, config.batch);
    takeSchedule(wanted.schedule, config.schedule, changes);
    takeOptimizer(wanted.optimizer, config.optimizer, changes);
    for (const AugmentSetting& setting : kAugmentSettings) {
        changes.take(setting.name, wanted.augment.*setting.value, config.augment.*setting.value);
    }
    if (config.model.kind == ModelKind::Gan) {
        takeGame(wanted.model, config.model, changes);
        return changes.words;
    }
    changes.take("beta", wanted.beta, config.beta);
    changes.take("samples", wanted.samples, config.samples);
    changes.take("free bits", wanted.freeBits, config.freeBits);
    changes.take("patience", wanted.patience, config.patience);
    changes.take("least improvement", wanted.minDelta, config.minDelta);
    return changes.words;
}

} // namespace latentscape
