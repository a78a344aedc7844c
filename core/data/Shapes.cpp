#include "core/data/Shapes.h"

#include "core/tensor/Error.h"
#include "core/tensor/Random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace latentscape {
namespace {

constexpr std::uint32_t kKinds = 3;
constexpr std::uint32_t kScales = 6;
constexpr std::uint32_t kRotations = 40;
constexpr std::uint32_t kPositions = 32;
constexpr std::array kLevels{kKinds, kScales, kRotations, kPositions, kPositions};
constexpr std::uint64_t kShapesStream = 0x736861706573ull; // "shapes"

float length(float x, float y) {
    return std::sqrt(x * x + y * y);
}

// Signed distances (negative inside) for shapes that fill the unit circle; y points up.

float squareDistance(float x, float y) {
    const float half = 1.0f / std::numbers::sqrt2_v<float>;
    const float dx = std::abs(x) - half;
    const float dy = std::abs(y) - half;
    return length(std::max(dx, 0.0f), std::max(dy, 0.0f)) + std::min(std::max(dx, dy), 0.0f);
}

// To first order: the implicit function over its gradient, which is exact at the edge, where it counts.
float ellipseDistance(float x, float y) {
    constexpr float a = 1.0f;
    constexpr float b = 0.55f;
    const float k = length(x / a, y / b);
    const float slope = length(x / (a * a), y / (b * b));
    return slope > 0 ? k * (k - 1) / slope : -b;
}

// Two half circles on a square that stands on its corner, after Quilez, "2D distance functions".
float heartDistance(float x, float y) {
    constexpr float circumradius = 0.645f; // around (0, 0.6), the tip being at the origin
    const float px = std::abs(x) * circumradius;
    const float py = y * circumradius + 0.6f;
    const float lobe = std::numbers::sqrt2_v<float> / 4;
    if (px + py > 1)
        return (length(px - 0.25f, py - 0.75f) - lobe) / circumradius;
    const float along = 0.5f * std::max(px + py, 0.0f);
    const float distance = std::min(length(px, py - 1), length(px - along, py - along));
    return std::copysign(distance, px - py) / circumradius;
}

using Distance = float (*)(float, float);

struct Pose {
    float centreX, centreY, radius, angle; // pixels, pixels, pixels, radians
};

// Coverage of each pixel, to first order of the distance between its centre and the edge. `pixels` is black.
void draw(Distance distance, const Pose& pose, int side, std::uint8_t* pixels) {
    const float cosine = std::cos(pose.angle) / pose.radius;
    const float sine = std::sin(pose.angle) / pose.radius;
    const auto first = [&](float centre) {
        return std::max(0, static_cast<int>(std::floor(centre - pose.radius - 1)));
    };
    const auto last = [&](float centre) {
        return std::min(side - 1, static_cast<int>(std::ceil(centre + pose.radius)));
    };
    for (int row = first(pose.centreY); row <= last(pose.centreY); ++row) {
        for (int column = first(pose.centreX); column <= last(pose.centreX); ++column) {
            const float dx = static_cast<float>(column) + 0.5f - pose.centreX;
            const float dy = pose.centreY - static_cast<float>(row) - 0.5f;
            const float edge = pose.radius * distance(cosine * dx + sine * dy, cosine * dy - sine * dx);
            const float coverage = std::clamp(0.5f - edge, 0.0f, 1.0f);
            pixels[row * side + column] = static_cast<std::uint8_t>(std::lround(255 * coverage));
        }
    }
}

// The largest shape stays a pixel inside the picture at every position.
Pose poseOf(int scale, int rotation, int x, int y, int side) {
    const float largest = 0.232f * static_cast<float>(side);
    const float margin = largest + 1;
    const float step = (static_cast<float>(side) - 2 * margin) / (kPositions - 1);
    return {margin + step * static_cast<float>(x), margin + step * static_cast<float>(y),
            largest * (0.5f + 0.5f * static_cast<float>(scale) / (kScales - 1)),
            2 * std::numbers::pi_v<float> * static_cast<float>(rotation) / kRotations};
}

} // namespace

Dataset makeShapes(const ShapesOptions& options) {
    if (options.count < 1 || options.count > 10'000'000 || options.side < 8 || options.side > 256)
        throw Error(ErrorKind::Usage, "Shapes: " + std::to_string(options.count) + " images of " +
                                          std::to_string(options.side) +
                                          " pixels a side cannot be drawn; choose 1 to 10000000 images of 8 "
                                          "to 256 pixels a side.");
    static constexpr std::array<Distance, kKinds> kinds{squareDistance, ellipseDistance, heartDistance};
    const int side = options.side;
    const auto perImage = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(options.count) * perImage);
    std::vector<std::uint16_t> factors;
    factors.reserve(static_cast<std::size_t>(options.count) * kLevels.size());
    Random random(options.seed, kShapesStream);
    for (std::size_t image = 0; image < static_cast<std::size_t>(options.count); ++image) {
        std::array<std::uint8_t, kLevels.size()> f{};
        for (std::size_t i = 0; i < f.size(); ++i)
            f[i] = static_cast<std::uint8_t>(random.below(kLevels[i]));
        factors.insert(factors.end(), f.begin(), f.end());
        draw(kinds[f[0]], poseOf(f[1], f[2], f[3], f[4], side), side, pixels.data() + image * perImage);
    }
    return {"Shapes",
            {1, side, side},
            std::move(pixels),
            {{"shape", "scale", "rotation", "x", "y"}, std::move(factors), {"square", "ellipse", "heart"}}};
}

} // namespace latentscape
