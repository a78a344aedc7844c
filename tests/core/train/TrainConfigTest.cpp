#include "core/train/Preset.h"

#include "tests/core/io/TemporaryFolder.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace latentscape {
namespace {

TrainConfig uncommon() {
    TrainConfig config;
    config.model.image = {1, 28, 28};
    config.optimizer = {.kind = OptimizerKind::Sgd, .nesterov = true, .clipNorm = 3};
    config.schedule = {ScheduleKind::OneCycle, 0.5f, 7, 0.25f, 12.5f};
    config.patience = 4;
    config.binarise = Binarise::Static;
    config.freeBits = 0.0625f;
    config.minDelta = 0.125f;
    return config;
}

TEST(TrainConfigTest, TheFormOfTheImagesIsKept) {
    TrainConfig config = findPreset("dense-400").config;
    config.model.image = {3, 32, 32};
    config.side = 32;
    config.fit = Fit::Pad;
    config.colour = Colour::Rgb;
    const TrainConfig read = trainConfigFromJson(toJson(config));
    EXPECT_EQ(loadOptions(read).form, (ImageForm{32, Fit::Pad, Colour::Rgb}));
    EXPECT_EQ(toJson(read), toJson(config));

    std::string text = toJson(config);
    text.replace(text.find("\"pad\""), 5, "\"zoom\"");
    EXPECT_NE(messageOf(ErrorKind::Input, [&] { trainConfigFromJson(text); }).find("zoom"),
              std::string::npos);
    config.side = 5000;
    EXPECT_NE(messageOf(ErrorKind::Usage, [&] { validate(config); }).find("The side"), std::string::npos);
}

TEST(TrainConfigTest, TheAugmentationIsKept) {
    TrainConfig config = findPreset("dense-400").config;
    config.model.image = {1, 28, 28};
    config.augment = augmentFromText("shift=1.1,flip,colour");
    EXPECT_EQ(trainConfigFromJson(toJson(config)).augment, config.augment);

    std::string text = toJson(config);
    text.replace(text.find("\"flip\": 0.5"), 11, "\"flip\": 1.5");
    EXPECT_NE(messageOf(ErrorKind::Input, [&] { trainConfigFromJson(text); }).find("flip"),
              std::string::npos);
    config.augment.shift = -1;
    EXPECT_NE(messageOf(ErrorKind::Usage, [&] { validate(config); }).find("shift"), std::string::npos);
}

TEST(TrainConfigTest, WholeNumbersAreNamedAsSuch) {
    TrainConfig config = findPreset("dense-400").config;
    config.model.image = {1, 28, 28};
    config.epochs = 0;
    EXPECT_NE(messageOf(ErrorKind::Usage, [&] { validate(config); })
                  .find("is 0; it must be between 1 and 1000000000."),
              std::string::npos);
}

TEST(TrainConfigTest, WhatIsNoNumberIsRefused) {
    for (float ModelConfig::*setting : {&ModelConfig::labelSmoothing, &ModelConfig::weightAverage}) {
        TrainConfig config = findPreset("gan-dense").config;
        config.model.image = {1, 28, 28};
        validate(config);
        config.model.*setting = std::numeric_limits<float>::quiet_NaN();
        messageOf(ErrorKind::Usage, [&] { validate(config); });
    }
}

TEST(TrainConfigTest, RoundTrip) {
    const TrainConfig config = trainConfigFromJson(toJson(uncommon()));
    EXPECT_EQ(config.optimizer, uncommon().optimizer);
    EXPECT_EQ(config.schedule, uncommon().schedule);
    EXPECT_EQ(config.patience, 4);
    EXPECT_EQ(config.minDelta, 0.125f);
    EXPECT_EQ(toJson(config), toJson(uncommon()));
}

TEST(TrainConfigTest, ARunOfAnEarlierVersionIsReadAsItWas) {
    auto json = nlohmann::json::parse(toJson(uncommon()));
    for (const char* key : {"schedule", "patience", "min_delta"}) {
        json.erase(key);
    }
    const TrainConfig config = trainConfigFromJson(json.dump());
    EXPECT_EQ(config.schedule, ScheduleConfig{});
    EXPECT_EQ(config.patience, 0);
}

TEST(TrainConfigTest, ErrorsNameTheKey) {
    for (const auto& [key, value] : {std::pair<const char*, nlohmann::json>{"kind", "zigzag"},
                                     {"warmup_epochs", -1},
                                     {"step_epochs", 0},
                                     {"step_factor", "half"},
                                     {"kl_warmup_epochs", nullptr},
                                     {"more", 1}}) {
        auto json = nlohmann::json::parse(toJson(uncommon()));
        json["schedule"][key] = value;
        const std::string message =
            messageOf(ErrorKind::Input, [&json] { trainConfigFromJson(json.dump()); });
        EXPECT_NE(message.find(key), std::string::npos) << message;
    }
}

TEST(TrainConfigTest, RefusesWhatIsOutOfRange) {
    const auto refused = [](const auto& change) {
        TrainConfig config;
        change(config);
        messageOf(ErrorKind::Usage, [&] { validate(config); });
    };
    validate(TrainConfig());
    refused([](TrainConfig& c) { c.optimizer.momentum = 1; });
    refused([](TrainConfig& c) { c.optimizer.beta1 = -0.1f; });
    refused([](TrainConfig& c) { c.optimizer.beta2 = 1; });
    refused([](TrainConfig& c) { c.optimizer.weightDecay = -1; });
    refused([](TrainConfig& c) { c.optimizer.clipNorm = -1; });
    refused([](TrainConfig& c) { c.patience = -1; });
    refused([](TrainConfig& c) {
        c.patience = 1;
        c.model.kind = ModelKind::Gan;
    });
    refused([](TrainConfig& c) { c.minDelta = -1; });
    refused([](TrainConfig& c) {
        c.samples = 2;
        c.freeBits = 0.1f;
    });
    refused([](TrainConfig& c) { c.schedule.warmupEpochs = -1; });
    refused([](TrainConfig& c) { c.schedule.stepEpochs = 0; });
    refused([](TrainConfig& c) { c.schedule.stepFactor = -1; });
    refused([](TrainConfig& c) { c.schedule.klWarmupEpochs = -1; });
}

TEST(TrainConfigTest, ControlsCountStepsInEpochs) {
    TrainConfig config;
    config.batch = 16;
    config.epochs = 2;
    config.learningRate = 0.5f;
    config.beta = 2;
    config.schedule = {.kind = ScheduleKind::Cosine, .klWarmupEpochs = 1};
    const StepControls controls = controlsAt(config, 2, 50); // of eight steps, four an epoch
    EXPECT_FLOAT_EQ(controls.learningRate, 0.25f * (1 + std::sqrt(0.5f)));
    EXPECT_FLOAT_EQ(controls.beta, 1);
}

} // namespace
} // namespace latentscape
