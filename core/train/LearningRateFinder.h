// The learning-rate range test of Smith 2017, "Cyclical learning rates for training neural networks": a model
// of its own takes steps whose rate grows exponentially, and the curve of its loss shows which rates teach it
// something and which are too large.
#pragma once

#include "core/data/Dataset.h"
#include "core/train/TrainConfig.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace latentscape {

struct RateSearch {
    float lowest = 1e-6f;
    float highest = 1;
    int steps = 100;
};

struct RatePoint {
    float rate = 0;
    float loss = 0; // before the step with this rate
    float smoothed =
        0; // moving average that forgets the past over some five steps, without bias to its start
};

struct RateCurve {
    std::vector<RatePoint> points; // rates ascend; all is finite
    float suggestion = 0;
};

// Blocks; builds a model from config on the calling thread, with config.threads compute threads, and trains
// it from the seed on the images as a run would see them, changes included, without schedule or KL warm-up.
// Ends early when the smoothed loss is four times its least, when a step is not finite, or when asked to: the
// curve holds what there is then. Throws Error (Usage) for impossible settings and for a GAN: its losses do
// not fall as it learns, and their sum falls fastest at a rate with which the discriminator overpowers the
// generator.
RateCurve findLearningRate(TrainConfig config, std::shared_ptr<const Dataset> data, const RateSearch& search,
                           std::stop_token stop = {},
                           const std::function<void(const RatePoint&)>& onPoint = {});

// Where the loss falls fastest before it is least: the mean loss of a quarter of a decade of rates exceeds
// that of the next quarter by the most. Averages on both sides alike, unlike the smoothed curve, do not come
// late. 0 without points.
float suggestedRate(const std::vector<RatePoint>& points);

} // namespace latentscape
