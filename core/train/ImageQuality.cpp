#include "core/train/ImageQuality.h"

#include "core/tensor/Parallel.h"
#include "core/train/Batches.h"
#include "core/train/Condition.h"

#include <array>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kWindow = 11;
constexpr double kSigma = 1.5;      // pixels
constexpr double kC1 = 0.01 * 0.01; // (K1 L)^2 with a data range L of 1
constexpr double kC2 = 0.03 * 0.03; // (K2 L)^2

// The weights of a window along one axis; they sum to 1.
std::vector<double> gaussianWindow(int length) {
    std::vector<double> weights(static_cast<std::size_t>(std::min(length, kWindow)));
    const double centre = (static_cast<double>(weights.size()) - 1) / 2;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double x = static_cast<double>(i) - centre;
        weights[i] = std::exp(-x * x / (2 * kSigma * kSigma));
    }
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& weight : weights) {
        weight /= sum;
    }
    return weights;
}

using Plane = Eigen::ArrayXXd; // [height, width] of one channel

// Weighted means over all windows that lie within the plane; the window is separable.
Plane windowMeans(const Plane& plane, const std::vector<double>& down, const std::vector<double>& across) {
    Plane rows = Plane::Zero(plane.rows() - std::ssize(down) + 1, plane.cols());
    for (std::ptrdiff_t i = 0; i < std::ssize(down); ++i) {
        rows += down[static_cast<std::size_t>(i)] * plane.middleRows(i, rows.rows());
    }
    Plane means = Plane::Zero(rows.rows(), rows.cols() - std::ssize(across) + 1);
    for (std::ptrdiff_t i = 0; i < std::ssize(across); ++i) {
        means += across[static_cast<std::size_t>(i)] * rows.middleCols(i, means.cols());
    }
    return means;
}

// Equation 13 of the paper, averaged over the windows.
double similarityOf(const Plane& a, const Plane& b) {
    const auto down = gaussianWindow(static_cast<int>(a.rows()));
    const auto across = gaussianWindow(static_cast<int>(a.cols()));
    const auto means = [&](const Plane& plane) { return windowMeans(plane, down, across); };
    const Plane meanA = means(a);
    const Plane meanB = means(b);
    const Plane varianceA = means(a.square()) - meanA.square();
    const Plane varianceB = means(b.square()) - meanB.square();
    const Plane covariance = means(a * b) - meanA * meanB;
    return ((2 * meanA * meanB + kC1) * (2 * covariance + kC2) /
            ((meanA.square() + meanB.square() + kC1) * (varianceA + varianceB + kC2)))
        .mean();
}

// Images are [height, width, channels].
Plane planeOf(std::span<const float> image, const ImageShape& shape, int channel) {
    Plane plane(shape.height, shape.width);
    for (int row = 0; row < shape.height; ++row) {
        for (int column = 0; column < shape.width; ++column) {
            const int at = (row * shape.width + column) * shape.channels + channel;
            plane(row, column) = double{image[static_cast<std::size_t>(at)]};
        }
    }
    return plane;
}

double meanSquaredError(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double difference = double{a[i]} - b[i];
        sum += difference * difference;
    }
    return sum / static_cast<double>(a.size());
}

} // namespace

double structuralSimilarity(std::span<const float> a, std::span<const float> b, const ImageShape& shape) {
    double sum = 0;
    for (int channel = 0; channel < shape.channels; ++channel) {
        sum += similarityOf(planeOf(a, shape, channel), planeOf(b, shape, channel));
    }
    return sum / shape.channels;
}

double peakSignalToNoise(double mse) {
    return std::min(kMostPsnr, -10 * std::log10(mse)); // infinite without an error
}

std::vector<ImageQuality> imageQualities(const Tensor& images, const Tensor& originals,
                                         const ImageShape& shape) {
    std::vector<ImageQuality> each(static_cast<std::size_t>(images.dim(0)));
    parallelFor(images.dim(0), 16, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t i = first; i < last; ++i) {
            const double mse = meanSquaredError(images.row(i), originals.row(i));
            each[static_cast<std::size_t>(i)] = {
                mse, peakSignalToNoise(mse), structuralSimilarity(images.row(i), originals.row(i), shape)};
        }
    });
    return each;
}

ImageQuality imageQuality(const Tensor& images, const Tensor& originals, const ImageShape& shape) {
    const std::vector<ImageQuality> each = imageQualities(images, originals, shape);
    ImageQuality mean;
    const auto n = static_cast<double>(each.size());
    for (const ImageQuality& quality : each) {
        mean.mse += quality.mse / n;
        mean.psnr += quality.psnr / n;
        mean.ssim += quality.ssim / n;
    }
    return mean;
}

ImageQuality reconstructionQuality(Model& model, const Dataset& data, const Tensor& means,
                                   const WorkWatch& watch) {
    ImageQuality mean;
    std::vector<std::uint32_t> indices;
    forEachBatch(means, [&](const Tensor& latents) {
        const auto first = static_cast<std::uint32_t>(indices.empty() ? 0 : indices.back() + 1);
        indices.resize(static_cast<std::size_t>(latents.dim(0)));
        std::iota(indices.begin(), indices.end(), first);
        const ImageQuality part =
            imageQuality(model.decode(latents, labelsFor(model.config(), data, indices)),
                         gather(data, indices), data.shape());
        const double share = static_cast<double>(latents.dim(0)) / static_cast<double>(means.dim(0));
        mean.mse += share * part.mse;
        mean.psnr += share * part.psnr;
        mean.ssim += share * part.ssim;
        watch.reached(indices.back() + 1, means.dim(0));
    });
    return mean;
}

} // namespace latentscape
