#include "core/train/TrainingSigns.h"

#include "core/nn/GradientNorm.h"
#include "core/nn/ParameterParts.h"
#include "core/train/Condition.h"
#include "core/train/Snapshot.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace latentscape {

namespace {

// |now - before| / |before| over what is learnt.
float relativeChange(const ParameterStore& parameters, const std::vector<float>& before) {
    const float* now = parameters.values().data();
    double moved = 0;
    double size = 0;
    forParameterPart(parameters, 0, 1, [&](std::int64_t first, std::int64_t last) {
        float partMoved = 0;
        float partSize = 0;
        for (std::int64_t i = first; i < last; ++i) {
            const float old = before[static_cast<std::size_t>(i)];
            partMoved += (now[i] - old) * (now[i] - old);
            partSize += old * old;
        }
        moved += double{partMoved};
        size += double{partSize};
    });
    return size > 0 ? static_cast<float>(std::sqrt(moved / size)) : TrainingSigns::kUnknown;
}

} // namespace

float gradientNorm(const std::vector<Trainable>& trainables) {
    double sum = 0;
    for (const Trainable& trainable : trainables) {
        if (trainable.optimizer) {
            const double norm = trainable.optimizer->gradientNorm();
            sum += norm * norm;
        }
    }
    return static_cast<float>(std::sqrt(sum));
}

StepWatch::StepWatch(const std::vector<Trainable>& trainables)
    : m_trainables(trainables) {
    for (const Trainable& trainable : trainables) {
        const auto values =
            trainable.optimizer ? std::as_const(trainable.parameters).values() : std::span<const float>();
        m_before.emplace_back(values.begin(), values.end());
    }
}

TrainingSigns StepWatch::signs() const {
    TrainingSigns signs;
    for (std::size_t i = 0; i < m_trainables.size(); ++i) {
        const ParameterStore& parameters = m_trainables[i].parameters;
        if (!m_trainables[i].optimizer) {
            continue;
        }
        signs.updateRatio = std::fmax(signs.updateRatio, relativeChange(parameters, m_before[i]));
        const GradientFade fade = gradientFade(parameters);
        if (!(signs.gradientFade <= fade.share)) {
            signs.gradientFade = fade.share;
            signs.weakest = fade.weights;
        }
    }
    return signs;
}

// The mean squared distance of two of n images is twice their variance (with n - 1), summed over the pixels:
// one pass instead of n^2 / 2.
double spreadOfImages(const std::vector<Image>& images, const std::vector<std::uint16_t>& labels) {
    std::map<std::uint16_t, std::vector<const Image*>> classes;
    for (std::size_t i = 0; i < images.size(); ++i) {
        classes[labels.empty() ? std::uint16_t{0} : labels[i]].push_back(&images[i]);
    }
    double squares = 0;
    std::int64_t freedom = 0;
    for (const auto& [label, members] : classes) {
        const auto n = static_cast<double>(members.size());
        for (std::size_t pixel = 0; pixel < members.front()->pixels.size(); ++pixel) {
            double sum = 0;
            double sumOfSquares = 0;
            for (const Image* image : members) {
                const double value = image->pixels[pixel] / 255.0;
                sum += value;
                sumOfSquares += value * value;
            }
            squares += std::max(0.0, sumOfSquares - sum * sum / n);
        }
        freedom += std::ssize(members) - 1;
    }
    constexpr std::int64_t kFewest = 8;
    return freedom < kFewest ? std::numeric_limits<double>::quiet_NaN()
                             : std::sqrt(2 * squares / static_cast<double>(freedom));
}

SampleSigns::SampleSigns(const Dataset& real, const ModelConfig& model) {
    const std::vector<std::uint32_t> some = evenIndices(real.count(), kSpreadImages);
    m_spread = spreadOfImages(imagesAt(real, some), labelsFor(model, real, some));
    if (model.classes == 0) {
        m_classes = NearestClass(real);
    }
}

void SampleSigns::measure(Model& model, std::uint64_t seed, TrainingSigns& signs) const {
    if (!(m_spread > 0)) {
        return;
    }
    const auto samples =
        drawProgress(model, nullptr, seed, {.samples = kSpreadImages, .reconstructions = 0}).samples;
    const double spread = spreadOfImages(*samples, classesInTurn(model.config(), kSpreadImages));
    signs.diversity = static_cast<float>(spread / m_spread);
    if (m_classes.knowsSome()) {
        std::set<std::uint16_t> found;
        for (const Image& sample : *samples) {
            found.insert(m_classes.of(sample));
        }
        signs.coverage =
            static_cast<float>(static_cast<double>(found.size()) / m_classes.classesAmong(kSpreadImages));
    }
}

} // namespace latentscape
