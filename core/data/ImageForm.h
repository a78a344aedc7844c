// What the images of a data set are brought to before a model sees them.
#pragma once

#include "core/tensor/Image.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace latentscape {

// How a picture of another size gets to the wanted one.
enum class Fit {
    Crop,    // scaled until it covers the square; what stands out on two sides is cut off
    Pad,     // scaled down, never up, until it lies within the square; the rest is black
    Stretch, // scaled in both directions, so that everything is kept but its proportions
};
enum class Colour {
    Auto, // grey when every image is grey
    Grey, // luma of Rec. 601
    Rgb,
};

inline constexpr std::array kFits{std::pair{Fit::Crop, "crop"}, std::pair{Fit::Pad, "pad"},
                                  std::pair{Fit::Stretch, "stretch"}};
inline constexpr std::array kColours{std::pair{Colour::Auto, "auto"}, std::pair{Colour::Grey, "grey"},
                                     std::pair{Colour::Rgb, "rgb"}};
const char* nameOf(Fit fit);
const char* nameOf(Colour colour);
// Throw Error (Usage) listing the names there are.
Fit fitFromName(const std::string& name);
Colour colourFromName(const std::string& name);

inline constexpr int kLargestSide = 1024; // that can be chosen

struct ImageForm {
    int side = 0; // pixels; 0: as the images are
    Fit fit = Fit::Crop;
    Colour colour = Colour::Auto;

    bool operator==(const ImageForm&) const = default;
};

// Pixels of a decoded picture, which need not lie close together.
struct PixelView {
    const std::uint8_t* data;
    int width;
    int height;
    int channels;            // values read of a pixel
    int pixelBytes;          // from one pixel to the next
    std::ptrdiff_t rowBytes; // from one row to the next
};

// Draws `picture` to `shape`: shape.pixels() bytes at `out`. One channel becomes three equal ones, three
// become their luma. Scaling averages over all pixels that a new one covers (a triangle filter, as wide as it
// must be), enlarging is bilinear; a picture that need not be scaled keeps every value.
void fitPicture(const PixelView& picture, const ImageShape& shape, Fit fit, std::uint8_t* out);

} // namespace latentscape
