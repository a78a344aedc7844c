// What a run shows of its health besides its losses: how far a step moves the weights, how much of the
// gradient arrives at the layers that get least of it, and how different samples are. Values and the
// functions that measure them, on the thread of the model; the last step of each epoch is looked at, so that
// all this costs an epoch about as much as one step.
#pragma once

#include "core/data/Dataset.h"
#include "core/models/Model.h"
#include "core/train/NearestClass.h"

#include <limits>
#include <string>
#include <vector>

namespace latentscape {

// What was not measured is not a number: no comparison with it is true.
struct TrainingSigns {
    static constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

    float updateRatio =
        kUnknown; // |change of the weights| / |weights|, of a GAN that network's which moves more
    float gradientFade = kUnknown; // GradientFade's share
    float diversity = kUnknown;    // spread of samples / spread of real images
    float coverage = kUnknown;     // classes among samples / classes among as many real images
    float byHeart = kUnknown;      // how much more real a discriminator finds images it has learnt from
    std::string weakest;           // GradientFade's weights
};

// The norm of the last step's gradient over all that is learnt.
float gradientNorm(const std::vector<Trainable>& trainables);

// Looks at the weights before a step and again after it. The trainables must outlive it.
class StepWatch {
public:
    explicit StepWatch(const std::vector<Trainable>& trainables);
    TrainingSigns signs() const; // all but those of samples

private:
    const std::vector<Trainable>& m_trainables;
    std::vector<std::vector<float>> m_before;
};

inline constexpr int kSpreadImages = 64; // enough to tell images that are all alike from others

// The root mean square distance of two images, of `labels` (none: of any) two with the same. Not a number
// when there are too few of a label to tell.
double spreadOfImages(const std::vector<Image>& images, const std::vector<std::uint16_t>& labels);

// Holds samples against real images: how different they are, and how many of the classes they show. Of a
// conditional model, which is told the class, only the spread within each is looked at.
class SampleSigns {
public:
    SampleSigns() = default;
    SampleSigns(const Dataset& real, const ModelConfig& model);

    // Diversity and coverage, of latents that are the same in every run with this seed.
    void measure(Model& model, std::uint64_t seed, TrainingSigns& signs) const;

private:
    double m_spread = std::numeric_limits<double>::quiet_NaN();
    NearestClass m_classes;
};

} // namespace latentscape
