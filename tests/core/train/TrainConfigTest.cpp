#include "core/train/TrainConfig.h"

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

} // namespace
} // namespace latentscape
