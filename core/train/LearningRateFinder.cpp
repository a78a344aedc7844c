#include "core/train/LearningRateFinder.h"

#include "core/data/BatchLoader.h"
#include "core/tensor/Error.h"
#include "core/tensor/Threads.h"
#include "core/train/Condition.h"
#include "core/train/StepMemory.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace latentscape {

namespace {

constexpr double kForgetting = 0.8;

void validate(const RateSearch& search) {
    if (!(search.lowest > 0 && search.lowest < search.highest && search.highest <= 1e9f)) {
        throw Error(ErrorKind::Usage, "The learning rates to try must be positive and ascend.");
    }
    if (search.steps < 2 || search.steps > 1'000'000) {
        throw Error(ErrorKind::Usage, "The number of steps is " + std::to_string(search.steps) +
                                          "; it must be between 2 and 1000000.");
    }
}

float rateAt(const RateSearch& search, int step) {
    const double share = static_cast<double>(step) / (search.steps - 1);
    return static_cast<float>(search.lowest * std::pow(double{search.highest} / search.lowest, share));
}

using Points = std::vector<RatePoint>::const_iterator;

double sumOfLosses(Points first, Points last) {
    return std::accumulate(first, last, 0.0, [](double sum, const RatePoint& p) { return sum + p.loss; });
}

class Smoother {
public:
    float add(float value) {
        m_sum = kForgetting * m_sum + value;
        m_weight = kForgetting * m_weight + 1;
        return static_cast<float>(m_sum / m_weight);
    }

private:
    double m_sum = 0;
    double m_weight = 0;
};

} // namespace

RateCurve findLearningRate(TrainConfig config, std::shared_ptr<const Dataset> data, const RateSearch& search,
                           std::stop_token stop, const std::function<void(const RatePoint&)>& onPoint) {
    validate(search);
    fitModel(config, {data, data});
    validate(config);
    requireMemory(config, data->count());
    if (config.model.kind == ModelKind::Gan) {
        throw Error(ErrorKind::Usage,
                    "A GAN's losses do not say which learning rate suits it: they tell which of its two "
                    "networks is winning, not how good the images are. 0.0002 with a beta1 of 0.5 is "
                    "customary.");
    }
    setComputeThreads(config.threads);
    const auto model = makeModel(config.model, config.optimizer, config.seed);
    BatchLoader loader(data, config.batch, config.seed, config.augment, config.binarise);
    Random noise(config.seed, kNoiseStream);
    Smoother smoother;
    RateCurve curve;
    float least = std::numeric_limits<float>::infinity();
    for (int step = 0; step < search.steps && !stop.stop_requested(); ++step) {
        RatePoint point{.rate = rateAt(search, step)};
        const auto labels = labelsFor(config.model, *data, loader.upcoming());
        const StepControls controls{point.rate, config.beta, config.samples, config.freeBits};
        point.loss = model->step(loader.next(), controls, noise, labels)[0];
        point.smoothed = smoother.add(point.loss);
        if (!std::isfinite(point.smoothed)) {
            break;
        }
        curve.points.push_back(point);
        if (onPoint) {
            onPoint(point);
        }
        least = std::min(least, point.smoothed);
        if (point.smoothed > least + 3 * std::abs(least)) { // a density's loss may be negative
            break;
        }
    }
    curve.suggestion = suggestedRate(curve.points);
    return curve;
}

float suggestedRate(const std::vector<RatePoint>& points) {
    if (points.size() < 2) {
        return points.empty() ? 0 : points.front().rate;
    }
    const double step = std::log10(double{points[1].rate} / points[0].rate);
    const auto side = std::max<std::ptrdiff_t>(1, std::lround(0.25 / step));
    const auto least = std::ranges::min_element(points, {}, &RatePoint::smoothed) - points.begin();
    float rate = points.front().rate;
    double steepest = -std::numeric_limits<double>::infinity();
    for (std::ptrdiff_t i = side; i + side <= least + 1; ++i) {
        const auto at = points.begin() + i;
        const double fall = sumOfLosses(at - side, at) - sumOfLosses(at, at + side);
        if (fall > steepest) {
            steepest = fall;
            rate = at->rate;
        }
    }
    return rate;
}

} // namespace latentscape
