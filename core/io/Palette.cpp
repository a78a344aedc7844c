#include "core/io/Palette.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

namespace latentscape {

namespace {

using Colour = std::array<float, 3>;

constexpr std::size_t kMostColours = 256;
constexpr int kRounds = 4;        // of Lloyd's algorithm
constexpr float kVisible = 1.5f;  // levels of a channel that colours may be off before it is dithered
constexpr int kHistogramBits = 5; // of a channel
constexpr int kLookUpBits = 6;    // likewise
constexpr std::size_t kChannels = 3;

std::uint32_t packed(const std::uint8_t* pixel, int bits) {
    const int shift = 8 - bits;
    return (std::uint32_t{pixel[0]} >> shift << 2 * bits) | (std::uint32_t{pixel[1]} >> shift << bits) |
           std::uint32_t{pixel[2]} >> shift;
}

std::optional<IndexedImage> exactly(const Image& image) {
    IndexedImage result;
    std::unordered_map<std::uint32_t, std::uint8_t> known;
    result.indices.reserve(image.pixels.size() / kChannels);
    for (std::size_t i = 0; i < image.pixels.size(); i += kChannels) {
        const std::uint8_t* pixel = image.pixels.data() + i;
        const auto [entry, isNew] = known.try_emplace(packed(pixel, 8), std::uint8_t{0});
        if (isNew) {
            if (result.palette.size() == kMostColours) {
                return std::nullopt;
            }
            entry->second = static_cast<std::uint8_t>(result.palette.size());
            result.palette.push_back({pixel[0], pixel[1], pixel[2]});
        }
        result.indices.push_back(entry->second);
    }
    return result;
}

// ---- choosing colours ----

// Colours that lie close together, as one.
struct Cluster {
    Colour mean{};
    float count = 0;
};

std::vector<Cluster> histogramOf(const Image& image) {
    struct Sums {
        std::array<double, kChannels> sum{};
        double count = 0;
    };
    std::vector<Sums> bins(std::size_t{1} << kChannels * kHistogramBits);
    for (std::size_t i = 0; i < image.pixels.size(); i += kChannels) {
        const std::uint8_t* pixel = image.pixels.data() + i;
        Sums& bin = bins[packed(pixel, kHistogramBits)];
        for (std::size_t c = 0; c < kChannels; ++c) {
            bin.sum[c] += pixel[c];
        }
        ++bin.count;
    }
    std::vector<Cluster> clusters;
    for (const Sums& bin : bins) {
        if (bin.count > 0) {
            Cluster cluster{{}, static_cast<float>(bin.count)};
            for (std::size_t c = 0; c < kChannels; ++c) {
                cluster.mean[c] = static_cast<float>(bin.sum[c] / bin.count);
            }
            clusters.push_back(cluster);
        }
    }
    return clusters;
}

// Sums over clusters, from which mean and squared error follow.
struct Moments {
    std::array<double, kChannels> sum{};
    double squares = 0;
    double count = 0;

    void add(const Cluster& cluster, double sign = 1) {
        for (std::size_t c = 0; c < kChannels; ++c) {
            sum[c] += sign * cluster.count * cluster.mean[c];
            squares += sign * cluster.count * cluster.mean[c] * cluster.mean[c];
        }
        count += sign * cluster.count;
    }
    Colour mean() const {
        Colour mean{};
        for (std::size_t c = 0; c < kChannels; ++c) {
            mean[c] = static_cast<float>(sum[c] / count);
        }
        return mean;
    }
    // Of all colours to their mean.
    double error() const {
        return count > 0 ? squares - (sum[0] * sum[0] + sum[1] * sum[1] + sum[2] * sum[2]) / count : 0;
    }
};

// Clusters that share a colour of the palette.
struct Box {
    std::span<Cluster> clusters;
    Moments moments;
};

Box boxOf(std::span<Cluster> clusters) {
    Box box{clusters, {}};
    for (const Cluster& cluster : clusters) {
        box.moments.add(cluster);
    }
    return box;
}

std::size_t widestChannel(std::span<const Cluster> clusters, const Colour& mean) {
    std::array<double, kChannels> spread{};
    for (const Cluster& cluster : clusters) {
        for (std::size_t c = 0; c < kChannels; ++c) {
            const double distance = cluster.mean[c] - mean[c];
            spread[c] += cluster.count * distance * distance;
        }
    }
    return static_cast<std::size_t>(std::ranges::max_element(spread) - spread.begin());
}

// Where it leaves the least squared error: the criterion of Wu (1991, "Efficient statistical computations for
// optimal color quantization").
std::pair<Box, Box> split(const Box& box) {
    const std::size_t channel = widestChannel(box.clusters, box.moments.mean());
    std::ranges::sort(box.clusters, [channel](const Cluster& a, const Cluster& b) {
        return a.mean[channel] != b.mean[channel] ? a.mean[channel] < b.mean[channel] : a.mean < b.mean;
    });
    Moments below;
    Moments above = box.moments;
    double least = std::numeric_limits<double>::infinity();
    std::size_t best = 1;
    for (std::size_t i = 0; i + 1 < box.clusters.size(); ++i) {
        below.add(box.clusters[i]);
        above.add(box.clusters[i], -1);
        if (const double error = below.error() + above.error(); error < least) {
            least = error;
            best = i + 1;
        }
    }
    return {boxOf(box.clusters.first(best)), boxOf(box.clusters.subspan(best))};
}

std::size_t nearest(const std::vector<Colour>& colours, const Colour& wanted) {
    std::size_t best = 0;
    float least = std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < colours.size(); ++i) {
        float distance = 0;
        for (std::size_t c = 0; c < kChannels; ++c) {
            const float apart = colours[i][c] - wanted[c];
            distance += apart * apart;
        }
        if (distance < least) {
            least = distance;
            best = i;
        }
    }
    return best;
}

// Lloyd (1982): each colour becomes the mean of all that lie nearest to it, again and again. Returns how far
// a channel is off then, the root of the mean square.
float refine(const std::vector<Cluster>& clusters, std::vector<Colour>& colours) {
    double error = 0;
    double count = 0;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<Moments> taken(colours.size());
        for (const Cluster& cluster : clusters) {
            taken[nearest(colours, cluster.mean)].add(cluster);
        }
        error = count = 0;
        for (std::size_t i = 0; i < colours.size(); ++i) {
            if (taken[i].count > 0) {
                colours[i] = taken[i].mean();
                error += taken[i].error();
                count += taken[i].count;
            }
        }
    }
    return static_cast<float>(std::sqrt(std::max(0.0, error) / (kChannels * count)));
}

std::vector<Colour> chooseColours(std::vector<Cluster>& clusters) {
    std::vector<Box> boxes{boxOf(clusters)};
    while (boxes.size() < std::min(kMostColours, clusters.size())) {
        const auto worst = std::ranges::max_element(boxes, {}, [](const Box& box) {
            return box.clusters.size() > 1 ? box.moments.error()
                                           : -1.0; // rounding may make an error negative
        });
        auto [below, above] = split(*worst);
        *worst = below;
        boxes.push_back(above);
    }
    std::vector<Colour> colours;
    for (const Box& box : boxes) {
        colours.push_back(box.moments.mean());
    }
    return colours;
}

// ---- using them ----

// Bayer (1973, "An optimum method for two-level rendition of continuous-tone pictures"): 8 x 8 thresholds,
// from -1/2 to 1/2, each once.
float threshold(std::size_t x, std::size_t y) {
    unsigned value = 0;
    for (unsigned bit = 0; bit < 3; ++bit) {
        const auto a = static_cast<unsigned>(x >> bit) & 1U;
        const auto b = static_cast<unsigned>(y >> bit) & 1U;
        value |= ((a ^ b) << 1 | b) << 2 * (2 - bit);
    }
    return (static_cast<float>(value) + 0.5f) / 64 - 0.5f;
}

// Finds the nearest colour once for all that share their first bits.
class LookUp {
public:
    explicit LookUp(std::vector<Colour> colours)
        : m_colours(std::move(colours))
        , m_known(std::size_t{1} << kChannels * kLookUpBits, -1) {}

    std::uint8_t find(const std::array<std::uint8_t, kChannels>& pixel) {
        std::int16_t& index = m_known[packed(pixel.data(), kLookUpBits)];
        if (index < 0) {
            constexpr int below = (1 << (8 - kLookUpBits)) - 1;
            Colour middle{};
            for (std::size_t c = 0; c < kChannels; ++c) {
                middle[c] = static_cast<float>(pixel[c] & ~below) + below / 2.0f;
            }
            index = static_cast<std::int16_t>(nearest(m_colours, middle));
        }
        return static_cast<std::uint8_t>(index);
    }

private:
    std::vector<Colour> m_colours;
    std::vector<std::int16_t> m_known;
};

} // namespace

IndexedImage toIndexed(const Image& image, bool dither) {
    if (auto exact = exactly(image)) {
        return std::move(*exact);
    }
    std::vector<Cluster> clusters = histogramOf(image);
    std::vector<Colour> colours = chooseColours(clusters);
    const float off = refine(clusters, colours);
    // Values that lie evenly within a step of length s are off by s / sqrt(12).
    const float spread = dither && off > kVisible ? off * std::sqrt(12.0f) : 0;
    IndexedImage result;
    for (const Colour& colour : colours) {
        result.palette.push_back({static_cast<std::uint8_t>(std::lround(colour[0])),
                                  static_cast<std::uint8_t>(std::lround(colour[1])),
                                  static_cast<std::uint8_t>(std::lround(colour[2]))});
    }
    LookUp lookUp(std::move(colours));
    const auto width = static_cast<std::size_t>(image.shape.width);
    const std::size_t pixels = image.pixels.size() / kChannels;
    result.indices.reserve(pixels);
    for (std::size_t i = 0; i < pixels; ++i) {
        const float shift = spread > 0 ? spread * threshold(i % width, i / width) : 0;
        std::array<std::uint8_t, kChannels> pixel{};
        for (std::size_t c = 0; c < kChannels; ++c) {
            const float value = static_cast<float>(image.pixels[kChannels * i + c]) + shift;
            pixel[c] = static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
        }
        result.indices.push_back(lookUp.find(pixel));
    }
    return result;
}

} // namespace latentscape
