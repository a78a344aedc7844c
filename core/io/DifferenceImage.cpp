#include "core/io/DifferenceImage.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace latentscape {

namespace {

using Rgb = std::array<std::uint8_t, 3>;
constexpr Rgb kStage{0x2a, 0x2b, 0x2e};
constexpr Rgb kBrighter{0xff, 0x80, 0x1f};
constexpr Rgb kDarker{0x2f, 0x6b, 0xff};
constexpr Rgb kLarge{0xff, 0xf4, 0xd6};

[[noreturn]] void refuse(const char* reason) {
    throw Error(ErrorKind::Usage, reason);
}

// fullColour(error) is what an error of the full scale looks like.
template <typename F>
Image coloured(std::span<const float> errors, int height, int width, float fullScale, const F& fullColour) {
    if (height < 1 || width < 1 || errors.size() != static_cast<std::size_t>(std::int64_t{height} * width) ||
        !(fullScale > 0)) {
        refuse("a picture of errors needs one for each pixel and a scale above 0");
    }
    Image result{{3, height, width}, {}};
    result.pixels.reserve(3 * errors.size());
    for (const float error : errors) {
        const float strength = std::min(1.0f, std::abs(error) / fullScale);
        const Rgb& full = fullColour(error);
        for (std::size_t c = 0; c < 3; ++c) {
            const float value =
                static_cast<float>(kStage[c]) + strength * static_cast<float>(full[c] - kStage[c]);
            result.pixels.push_back(static_cast<std::uint8_t>(std::lround(value)));
        }
    }
    return result;
}

bool isPicture(const Image& image) {
    const ImageShape& s = image.shape;
    return (s.channels == 1 || s.channels == 3) &&
           image.pixels.size() == static_cast<std::size_t>(s.pixels());
}

} // namespace

Image signedErrorImage(std::span<const float> errors, int height, int width, float fullScale) {
    return coloured(errors, height, width, fullScale,
                    [](float error) -> const Rgb& { return error > 0 ? kBrighter : kDarker; });
}

Image absoluteErrorImage(std::span<const float> errors, int height, int width, float fullScale) {
    return coloured(errors, height, width, fullScale, [](float) -> const Rgb& { return kLarge; });
}

Image differenceImage(const Image& original, const Image& generated, float fullScale) {
    if (!isPicture(original) || !isPicture(generated) || original.shape != generated.shape) {
        refuse("a difference needs two images of one shape");
    }
    const auto [channels, height, width] = original.shape;
    std::vector<float> errors(static_cast<std::size_t>(std::int64_t{height} * width));
    for (std::size_t i = 0; i < original.pixels.size(); ++i) {
        const int error = generated.pixels[i] - original.pixels[i];
        errors[i / static_cast<std::size_t>(channels)] +=
            static_cast<float>(error) / static_cast<float>(255 * channels);
    }
    return signedErrorImage(errors, height, width, fullScale);
}

} // namespace latentscape
