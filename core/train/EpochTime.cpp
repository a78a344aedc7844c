#include "core/train/EpochTime.h"

#include "core/data/BatchLoader.h"
#include "core/data/ImageForm.h"
#include "core/tensor/Threads.h"
#include "core/train/Condition.h"
#include "core/train/StepMemory.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace latentscape {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kWarmUpSteps = 2;
constexpr std::size_t kLeastSteps = 3;
constexpr double kSeconds = 0.5;
constexpr std::int64_t kFittedBatches = 4;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Some images in the shape that the model is for.
std::shared_ptr<const Dataset> fitted(const Dataset& data, const TrainConfig& config) {
    const ImageShape& from = data.shape();
    const ImageShape& to = config.model.image;
    const std::int64_t count = std::min(data.count(), kFittedBatches * config.batch);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count * to.pixels()));
    for (std::int64_t i = 0; i < count; ++i) {
        const PixelView picture{data.pixels(i).data(), from.width,    from.height,
                                from.channels,         from.channels, from.width * from.channels};
        fitPicture(picture, to, config.fit, pixels.data() + i * to.pixels());
    }
    return std::make_shared<const Dataset>(data.name(), to, std::move(pixels));
}

} // namespace

std::optional<double> measureEpoch(TrainConfig config, std::shared_ptr<const Dataset> data,
                                   std::stop_token stop) {
    validate(config);
    requireMemory(config, data->count());
    setComputeThreads(config.threads);
    const auto model = makeModel(config.model, config.optimizer, config.seed);
    const auto images = static_cast<double>(data->count());
    if (data->shape() != config.model.image) {
        data = fitted(*data, config);
    }
    BatchLoader loader(std::move(data), config.batch, config.seed, config.augment, config.binarise);
    Random noise(config.seed, kNoiseStream);
    const StepControls controls{config.learningRate, config.beta, config.samples, config.freeBits};
    std::vector<double> secondsAnImage;
    Clock::time_point start;
    for (int step = 0; secondsAnImage.size() < kLeastSteps || secondsSince(start) < kSeconds; ++step) {
        if (stop.stop_requested()) {
            return std::nullopt;
        }
        const auto before = Clock::now();
        const Tensor& batch = loader.next();
        // Which class an image is of makes no difference to the time.
        model->step(batch, controls, noise, classesInTurn(config.model, batch.dim(0)));
        if (step < kWarmUpSteps) {
            start = Clock::now();
        } else {
            secondsAnImage.push_back(secondsSince(before) / static_cast<double>(batch.dim(0)));
        }
    }
    // The median: another program's moment does not count, nor does a last batch of few images.
    const auto middle = secondsAnImage.begin() + std::ssize(secondsAnImage) / 2;
    std::ranges::nth_element(secondsAnImage, middle);
    return images * *middle;
}

} // namespace latentscape
