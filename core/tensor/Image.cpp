#include "core/tensor/Image.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <utility>

namespace latentscape {

Image toImage(std::span<const float> values, const ImageShape& shape) {
    if (std::cmp_not_equal(values.size(), shape.pixels())) {
        throw Error(ErrorKind::Usage, "The number of values is not that of the picture's pixels.");
    }
    Image image{shape, std::vector<std::uint8_t>(values.size())};
    std::ranges::transform(values, image.pixels.begin(), [](float v) {
        return static_cast<std::uint8_t>(std::clamp(v, 0.0f, 1.0f) * 255.0f + 0.5f);
    });
    return image;
}

} // namespace latentscape
