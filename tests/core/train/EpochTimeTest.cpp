#include "core/train/EpochTime.h"
#include "core/data/DataSource.h"
#include "core/tensor/Error.h"
#include "core/train/Preset.h"

#include <gtest/gtest.h>

#include <limits>

#include <algorithm>

namespace latentscape {
namespace {

TEST(EpochTimeTest, IsAboutWhatAnEpochTakes) {
    const auto data = loadData("shapes", {.limit = 2000}).train;
    TrainConfig config;
    config.threads = 1;
    config.model.image = data->shape();
    TrainConfig augmented = config;
    augmented.augment.elastic = 2;
    // Other work on the machine makes a measurement longer, never shorter; in turns it meets both alike.
    double plain = std::numeric_limits<double>::infinity();
    double longer = plain;
    for (int i = 0; i < 6; ++i) {
        plain = std::min(plain, measureEpoch(config, data).value());
        longer = std::min(longer, measureEpoch(augmented, data).value());
    }
    EXPECT_GT(plain, 0);
    EXPECT_GT(longer, plain) << "augmentation takes its time";
}

TEST(EpochTimeTest, ImagesOfAnotherShapeAreBroughtToTheModels) {
    TrainConfig config = findPreset("conv-vae").config;
    config.threads = 1;
    config.batch = 16;
    config.model.image = {3, 8, 8};
    EXPECT_GT(measureEpoch(config, loadData("shapes", {.limit = 100}).train).value(), 0);
}

TEST(EpochTimeTest, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    TrainConfig config;
    config.model.image = {1, 28, 28};
    const auto data = loadData("shapes", {.limit = 100}).train;
    EXPECT_FALSE(measureEpoch(config, data, stop.get_token()).has_value());
}

TEST(EpochTimeTest, RefusesWhatCannotBe) {
    TrainConfig config;
    config.batch = 0;
    EXPECT_THROW(measureEpoch(config, loadData("shapes", {.limit = 100}).train), Error);
}

} // namespace
} // namespace latentscape
