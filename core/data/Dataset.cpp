#include "core/data/Dataset.h"

#include "core/tensor/Error.h"

#include <zlib.h>

namespace latentscape {

Dataset::Dataset(std::string name, ImageShape shape, std::vector<std::uint8_t> pixels,
                 std::vector<std::string> factorNames, std::vector<std::uint8_t> factors)
    : m_name(std::move(name))
    , m_shape(shape)
    , m_pixels(std::move(pixels))
    , m_factorNames(std::move(factorNames))
    , m_factors(std::move(factors)) {
    if (shape.channels < 1 || shape.height < 1 || shape.width < 1 || m_pixels.empty())
        throw Error(ErrorKind::Input,
                    "Data set " + m_name + " holds no image. Choose one with images in it.");
    const auto perImage = static_cast<std::size_t>(shape.pixels());
    const std::size_t count = m_pixels.size() / perImage;
    if (m_pixels.size() % perImage != 0)
        throw Error(ErrorKind::Input, "Data set " + m_name + ": " + std::to_string(m_pixels.size()) +
                                          " bytes are not a whole number of images of " +
                                          std::to_string(perImage) + " bytes.");
    if (!m_factors.empty() && m_factors.size() != count * m_factorNames.size())
        throw Error(ErrorKind::Input, "Data set " + m_name + ": " + std::to_string(m_factors.size()) +
                                          " labels do not fit " + std::to_string(count) + " images with " +
                                          std::to_string(m_factorNames.size()) + " labels each.");
    m_count = static_cast<std::int64_t>(count);
    m_fingerprint = static_cast<std::uint32_t>(crc32_z(0, m_pixels.data(), m_pixels.size()));
}

std::span<const std::uint8_t> Dataset::pixels(std::int64_t index) const {
    if (index < 0 || index >= m_count)
        throw Error(ErrorKind::Usage, "Image " + std::to_string(index) + " of data set " + m_name +
                                          " does not exist; choose 0 to " + std::to_string(m_count - 1) +
                                          ".");
    const auto size = static_cast<std::size_t>(m_shape.pixels());
    return std::span(m_pixels).subspan(static_cast<std::size_t>(index) * size, size);
}

Image Dataset::image(std::int64_t index) const {
    const auto bytes = pixels(index);
    return {m_shape, {bytes.begin(), bytes.end()}};
}

std::span<const std::uint8_t> Dataset::factors(std::int64_t index) const {
    if (m_factors.empty())
        return {};
    const std::size_t size = m_factorNames.size();
    if (index < 0 || index >= m_count)
        throw Error(ErrorKind::Usage, "Image " + std::to_string(index) + " of data set " + m_name +
                                          " does not exist; choose 0 to " + std::to_string(m_count - 1) +
                                          ".");
    return std::span(m_factors).subspan(static_cast<std::size_t>(index) * size, size);
}

Dataset Dataset::subset(std::span<const std::uint32_t> indices) const {
    std::vector<std::uint8_t> chosenPixels;
    std::vector<std::uint8_t> chosenFactors;
    chosenPixels.reserve(indices.size() * static_cast<std::size_t>(m_shape.pixels()));
    chosenFactors.reserve(m_factors.empty() ? 0 : indices.size() * m_factorNames.size());
    for (const std::uint32_t index : indices) {
        const auto image = pixels(index);
        const auto labels = factors(index);
        chosenPixels.insert(chosenPixels.end(), image.begin(), image.end());
        chosenFactors.insert(chosenFactors.end(), labels.begin(), labels.end());
    }
    return {m_name, m_shape, std::move(chosenPixels), m_factorNames, std::move(chosenFactors)};
}

} // namespace latentscape
