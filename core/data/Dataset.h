// Images of one size: 8-bit, contiguous, interleaved as an Image is, with what is known about each as small integer factors
// (a class label; for Shapes: shape, scale, rotation, x, y). Immutable once made; shared between threads
// as shared_ptr<const Dataset>.
#pragma once

#include "core/tensor/Image.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace latentscape {

class Dataset {
public:
    // pixels: count * shape.pixels() bytes; factors: count * factorNames.size(), row by row, or empty.
    // Throws Error when the sizes do not match or there is no image.
    Dataset(std::string name, ImageShape shape, std::vector<std::uint8_t> pixels,
            std::vector<std::string> factorNames = {}, std::vector<std::uint8_t> factors = {});

    const std::string& name() const { return m_name; } // for people: "Shapes", "MNIST", a folder's name
    const ImageShape& shape() const { return m_shape; }
    std::int64_t count() const { return m_count; }
    std::span<const std::uint8_t> pixels(std::int64_t index) const;
    Image image(std::int64_t index) const;

    const std::vector<std::string>& factorNames() const { return m_factorNames; }
    std::span<const std::uint8_t> factors(std::int64_t index) const;

    // CRC-32 of all pixels: tells a checkpoint whether it is resumed on the same images.
    std::uint32_t fingerprint() const { return m_fingerprint; }

    // The first `count` images, or those of the given indices, as a data set of their own.
    Dataset subset(std::span<const std::uint32_t> indices) const;

private:
    std::string m_name;
    ImageShape m_shape;
    std::int64_t m_count = 0;
    std::vector<std::uint8_t> m_pixels;
    std::vector<std::string> m_factorNames;
    std::vector<std::uint8_t> m_factors;
    std::uint32_t m_fingerprint = 0;
};

} // namespace latentscape
