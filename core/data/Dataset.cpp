#include "core/data/Dataset.h"

#include "core/tensor/Error.h"

#include <limits>
#include <numeric>
#include <zlib.h>

namespace latentscape {

Dataset::Dataset(std::string name, ImageShape shape, std::vector<std::uint8_t> pixels, Factors factors)
    : m_name(std::move(name))
    , m_shape(shape) {
    if (shape.channels < 1 || shape.height < 1 || shape.width < 1 || pixels.empty())
        throw Error(ErrorKind::Input,
                    "Data set " + m_name + " holds no image. Choose one with images in it.");
    const auto perImage = static_cast<std::size_t>(shape.pixels());
    const std::size_t count = pixels.size() / perImage;
    if (pixels.size() % perImage != 0)
        throw Error(ErrorKind::Input, "Data set " + m_name + ": " + std::to_string(pixels.size()) +
                                          " bytes are not a whole number of images of " +
                                          std::to_string(perImage) + " bytes.");
    if (!factors.values.empty() && factors.values.size() != count * factors.names.size())
        throw Error(ErrorKind::Input, "Data set " + m_name + ": " + std::to_string(factors.values.size()) +
                                          " labels do not fit " + std::to_string(count) + " images with " +
                                          std::to_string(factors.names.size()) + " labels each.");
    if (count > std::numeric_limits<std::uint32_t>::max())
        throw Error(ErrorKind::Input, "Data set " + m_name + " holds more than 4 billion images.");
    m_images = std::make_shared<const Images>(Images{std::move(pixels), std::move(factors)});
    m_rows.resize(count);
    std::iota(m_rows.begin(), m_rows.end(), 0u);
    takeFingerprint();
}

void Dataset::takeFingerprint() {
    uLong crc = 0;
    for (std::int64_t i = 0; i < count(); ++i) {
        const auto bytes = pixels(i);
        crc = crc32_z(crc, bytes.data(), bytes.size());
    }
    m_fingerprint = static_cast<std::uint32_t>(crc);
}

std::size_t Dataset::rowOf(std::int64_t index) const {
    if (index < 0 || index >= count())
        throw Error(ErrorKind::Usage, "Image " + std::to_string(index) + " of data set " + m_name +
                                          " does not exist; choose 0 to " + std::to_string(count() - 1) +
                                          ".");
    return m_rows[static_cast<std::size_t>(index)];
}

std::span<const std::uint8_t> Dataset::pixels(std::int64_t index) const {
    const auto size = static_cast<std::size_t>(m_shape.pixels());
    return std::span(m_images->pixels).subspan(rowOf(index) * size, size);
}

Image Dataset::image(std::int64_t index) const {
    const auto bytes = pixels(index);
    return {m_shape, {bytes.begin(), bytes.end()}};
}

std::span<const std::uint16_t> Dataset::factors(std::int64_t index) const {
    if (m_images->factors.values.empty())
        return {};
    const std::size_t size = m_images->factors.names.size();
    return std::span(m_images->factors.values).subspan(rowOf(index) * size, size);
}

Dataset Dataset::subset(std::span<const std::uint32_t> indices) const {
    if (indices.size() <= m_rows.size() / 2)
        return copyOf(indices);
    Dataset part;
    part.m_name = m_name;
    part.m_shape = m_shape;
    part.m_images = m_images;
    part.m_rows.reserve(indices.size());
    for (const std::uint32_t index : indices)
        part.m_rows.push_back(static_cast<std::uint32_t>(rowOf(index)));
    part.takeFingerprint();
    return part;
}

Dataset Dataset::first(std::int64_t count) const {
    if (count == 0 || count >= this->count())
        return *this;
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(count));
    std::iota(indices.begin(), indices.end(), 0u);
    return subset(indices);
}

Dataset Dataset::copyOf(std::span<const std::uint32_t> indices) const {
    std::vector<std::uint8_t> chosen;
    Factors known{factorNames(), {}, classNames()};
    chosen.reserve(indices.size() * static_cast<std::size_t>(m_shape.pixels()));
    for (const std::uint32_t index : indices) {
        const auto image = pixels(index);
        const auto labels = factors(index);
        chosen.insert(chosen.end(), image.begin(), image.end());
        known.values.insert(known.values.end(), labels.begin(), labels.end());
    }
    return {m_name, m_shape, std::move(chosen), std::move(known)};
}

} // namespace latentscape
