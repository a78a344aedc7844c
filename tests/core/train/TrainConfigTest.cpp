#include "core/train/Preset.h"

#include "tests/core/io/TemporaryFolder.h"

namespace latentscape {
namespace {

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

} // namespace
} // namespace latentscape
