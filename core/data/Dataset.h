// Images of one size: 8-bit, interleaved as an Image is, with what is known about each as small integer
// factors (a class label; for Shapes: shape, scale, rotation, x, y). Immutable once made; shared between
// threads as shared_ptr<const Dataset>.
#pragma once

#include "core/tensor/Image.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace latentscape {

// What is known about the images besides their pixels.
struct Factors {
    std::vector<std::string> names;      // "label", or of each factor of Shapes
    std::vector<std::uint16_t> values;   // one a name, image by image, or empty
    std::vector<std::string> classNames; // of the values of the first factor; empty: they have none
};

class Dataset {
public:
    // pixels: count * shape.pixels() bytes. Throws Error when the sizes do not match or there is no image.
    Dataset(std::string name, ImageShape shape, std::vector<std::uint8_t> pixels, Factors factors = {});

    const std::string& name() const { return m_name; } // for people: "Shapes", "MNIST", a folder's name
    const ImageShape& shape() const { return m_shape; }
    std::int64_t count() const { return static_cast<std::int64_t>(m_rows.size()); }
    std::span<const std::uint8_t> pixels(std::int64_t index) const;
    Image image(std::int64_t index) const;

    const std::vector<std::string>& factorNames() const { return m_images->factors.names; }
    const std::vector<std::string>& classNames() const { return m_images->factors.classNames; }
    std::span<const std::uint16_t> factors(std::int64_t index) const;
    bool hasLabels() const { return !m_images->factors.values.empty(); } // factors(i)[0] is image i's class

    // CRC-32 of all pixels: tells a checkpoint whether it is resumed on the same images.
    std::uint32_t fingerprint() const { return m_fingerprint; }

    // The images of the given indices as a data set of their own. One of more than half of the images shares
    // their memory; a smaller one has its own, so that a few images do not keep all in memory.
    Dataset subset(std::span<const std::uint32_t> indices) const;
    Dataset first(std::int64_t count) const; // so many of them, or all if there are fewer; 0: all

private:
    struct Images {
        std::vector<std::uint8_t> pixels;
        Factors factors;
    };

    Dataset() = default;
    std::size_t rowOf(std::int64_t index) const;
    Dataset copyOf(std::span<const std::uint32_t> indices) const;
    void takeFingerprint();

    std::string m_name;
    ImageShape m_shape;
    std::shared_ptr<const Images> m_images;
    std::vector<std::uint32_t> m_rows; // where in m_images each image lies
    std::uint32_t m_fingerprint = 0;
};

} // namespace latentscape
