#include "core/data/ImageForm.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace latentscape {
namespace {

template <typename Names, typename Value> const char* nameIn(const Names& names, Value value) {
    return std::ranges::find(names, value, [](const auto& known) { return known.first; })->second;
}

template <typename Names> auto valueIn(const Names& names, const std::string& name, const char* what) {
    std::string expected;
    for (const auto& [value, known] : names) {
        if (name == known)
            return value;
        expected += std::string(expected.empty() ? "" : ", ") + known;
    }
    throw Error(ErrorKind::Usage,
                std::string(what) + " is \"" + name + "\"; choose one of " + expected + ".");
}

// A part of a line of pixels that becomes a part of another.
struct LinePart {
    int from = 0;
    int length = 0;
    int to = 0;
    int newLength = 0;
};

LinePart cropped(int length, int side, int smaller) {
    return {(length - smaller) / 2, smaller, 0, side};
}

LinePart padded(int length, int side, int larger) {
    const int kept =
        larger <= side
            ? length
            : std::max(1, static_cast<int>(std::lround(static_cast<double>(length) * side / larger)));
    return {0, length, (side - kept) / 2, kept};
}

// For each new pixel of a line the old ones that it is made of.
struct Taps {
    int width = 0;              // weights a new pixel has at most
    std::vector<int> first;     // old pixel of the first weight
    std::vector<float> weights; // [new pixel][width]
};

Taps makeTaps(const LinePart& line) {
    const double scale = double(line.length) / line.newLength;
    const double support = std::max(1.0, scale);
    Taps taps;
    taps.width = std::min(line.length, 2 * static_cast<int>(std::ceil(support)) + 1);
    taps.weights.resize(static_cast<std::size_t>(line.newLength) * static_cast<std::size_t>(taps.width));
    for (int i = 0; i < line.newLength; ++i) {
        const double centre = (i + 0.5) * scale;
        const int first =
            std::clamp(static_cast<int>(std::floor(centre - support)), 0, line.length - taps.width);
        float* weights = taps.weights.data() + std::ptrdiff_t{i} * taps.width;
        double sum = 0;
        for (int k = 0; k < taps.width; ++k) {
            const double weight = std::max(0.0, 1 - std::abs(first + k + 0.5 - centre) / support);
            weights[k] = static_cast<float>(weight);
            sum += weight;
        }
        for (int k = 0; k < taps.width; ++k)
            weights[k] /= static_cast<float>(sum);
        taps.first.push_back(line.from + first);
    }
    return taps;
}

// Rows of the picture with their pixels made new: [across.length of rows][new width][channels].
std::vector<float> scaleRows(const PixelView& picture, const LinePart& across, const LinePart& down) {
    const Taps taps = makeTaps(across);
    const int channels = picture.channels;
    std::vector<float> out(static_cast<std::size_t>(down.length) * across.newLength * channels);
    float* to = out.data();
    for (int y = 0; y < down.length; ++y) {
        const std::uint8_t* row = picture.data + (down.from + y) * picture.rowBytes;
        for (int x = 0; x < across.newLength; ++x) {
            const std::uint8_t* from = row + std::ptrdiff_t{taps.first[x]} * picture.pixelBytes;
            const float* weights = taps.weights.data() + std::ptrdiff_t{x} * taps.width;
            for (int k = 0; k < taps.width; ++k, from += picture.pixelBytes)
                for (int c = 0; c < channels; ++c)
                    to[c] += weights[k] * from[c];
            to += channels;
        }
    }
    return out;
}

// `values` pixels of `channels` as those of `shape`.
void store(const float* values, int count, int channels, int wanted, std::uint8_t* out) {
    const auto rounded = [](float v) {
        return static_cast<std::uint8_t>(std::clamp(v, 0.0f, 255.0f) + 0.5f);
    };
    for (int i = 0; i < count; ++i, values += channels, out += wanted) {
        if (channels == wanted)
            std::transform(values, values + channels, out, rounded);
        else if (wanted == 1)
            *out = rounded(0.299f * values[0] + 0.587f * values[1] + 0.114f * values[2]);
        else
            std::fill_n(out, wanted, rounded(values[0]));
    }
}

} // namespace

const char* nameOf(Fit fit) {
    return nameIn(kFits, fit);
}

const char* nameOf(Colour colour) {
    return nameIn(kColours, colour);
}

Fit fitFromName(const std::string& name) {
    return valueIn(kFits, name, "The fit");
}

Colour colourFromName(const std::string& name) {
    return valueIn(kColours, name, "The colour");
}

void fitPicture(const PixelView& picture, const ImageShape& shape, Fit fit, std::uint8_t* out) {
    const auto [width, height] = std::pair(picture.width, picture.height);
    LinePart across{0, width, 0, shape.width};
    LinePart down{0, height, 0, shape.height};
    const bool isSquare = shape.width == shape.height; // else the picture has the size already
    if (isSquare && fit == Fit::Crop) {
        across = cropped(width, shape.width, std::min(width, height));
        down = cropped(height, shape.height, std::min(width, height));
    } else if (isSquare && fit == Fit::Pad) {
        across = padded(width, shape.width, std::max(width, height));
        down = padded(height, shape.height, std::max(width, height));
        std::fill_n(out, shape.pixels(), std::uint8_t{0});
    }
    const std::vector<float> rows = scaleRows(picture, across, down);
    const Taps taps = makeTaps({0, down.length, down.to, down.newLength});
    const int values = across.newLength * picture.channels;
    std::vector<float> line(static_cast<std::size_t>(values));
    for (int y = 0; y < down.newLength; ++y) {
        std::ranges::fill(line, 0.0f);
        for (int k = 0; k < taps.width; ++k) {
            const float weight = taps.weights[static_cast<std::size_t>(y * taps.width + k)];
            const float* row = rows.data() + std::ptrdiff_t{taps.first[y] + k} * values;
            for (int i = 0; i < values && weight != 0; ++i)
                line[i] += weight * row[i];
        }
        store(line.data(), across.newLength, picture.channels, shape.channels,
              out + (std::ptrdiff_t{down.to + y} * shape.width + across.to) * shape.channels);
    }
}

} // namespace latentscape
