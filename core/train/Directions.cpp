#include "core/train/Directions.h"

#include "core/tensor/Error.h"
#include "core/tensor/Random.h"
#include "core/train/Batches.h"
#include "core/train/Condition.h"
#include "core/train/NearestClass.h"
#include "core/train/PrincipalComponents.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace latentscape {

namespace {

using Vector = Eigen::VectorXd;

double dot(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        sum += double{a[i]} * b[i];
    }
    return sum;
}

std::vector<float> toFloats(const Vector& vector) {
    const Eigen::VectorXf floats = vector.cast<float>();
    return {floats.begin(), floats.end()};
}

double spreadAlong(const Vector& direction, const Tensor& points) {
    const Vector along = points.matrix().cast<double>() * direction;
    return std::sqrt((along.array() - along.mean()).square().mean());
}

Tensor rowsWhere(const Tensor& points, const std::vector<std::uint16_t>& labels, std::uint16_t label,
                 bool equal) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < points.dim(0); ++i) {
        if ((labels.at(static_cast<std::size_t>(i)) == label) == equal) {
            values.insert(values.end(), points.row(i).begin(), points.row(i).end());
        }
    }
    const auto count = static_cast<std::int64_t>(values.size()) / points.dim(1);
    return Tensor({count, points.dim(1)}, values);
}

// Nothing when both lie at the same place.
std::optional<Direction> directionFrom(const Tensor& less, const Tensor& more) {
    const Vector difference = more.matrix().cast<double>().colwise().mean().transpose() -
                              less.matrix().cast<double>().colwise().mean().transpose();
    const double length = difference.norm();
    if (!(length > 1e-6)) {
        return std::nullopt;
    }
    const Vector unit = difference / length;
    Tensor all({more.dim(0) + less.dim(0), more.dim(1)});
    std::ranges::copy(more.values(), all.values().begin());
    std::ranges::copy(less.values(), all.values().begin() + more.size());
    return Direction{{}, toFloats(unit), static_cast<float>(std::max(spreadAlong(unit, all), length / 4)), 0};
}

} // namespace

float positionAlong(const Direction& direction, const std::vector<float>& point) {
    return static_cast<float>(dot(direction.vector, point) / direction.spread);
}

std::vector<float> movedAlong(const Direction& direction, std::vector<float> point, float position) {
    const float distance = (position - positionAlong(direction, point)) * direction.spread;
    for (std::size_t i = 0; i < std::min(point.size(), direction.vector.size()); ++i) {
        point[i] += distance * direction.vector[i];
    }
    return point;
}

Direction directionOfDimension(int dimension, std::size_t latent) {
    Direction direction{"z" + std::to_string(dimension), std::vector<float>(latent)};
    direction.vector.at(static_cast<std::size_t>(dimension)) = 1;
    return direction;
}

Direction differenceDirection(const std::string& name, const Tensor& more, const Tensor& less) {
    if (more.dim(0) == 0 || less.dim(0) == 0) {
        throw Error(ErrorKind::Usage, "A direction needs some images on both of its ends.");
    }
    const auto direction = directionFrom(less, more);
    if (!direction) {
        throw Error(ErrorKind::Usage, "The images on both ends of \"" + name +
                                          "\" lie at the same place of the latent space. Choose others.");
    }
    return {name, direction->vector, direction->spread, 0};
}

std::vector<Direction> labelDirections(const Tensor& encodings, const std::vector<std::uint16_t>& labels,
                                       const std::vector<std::string>& classNames) {
    std::vector<std::uint16_t> classes = labels;
    std::ranges::sort(classes);
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    std::vector<Direction> directions;
    for (const std::uint16_t label : classes) {
        const Tensor more = rowsWhere(encodings, labels, label, true);
        const Tensor less = rowsWhere(encodings, labels, label, false);
        if (auto direction = less.dim(0) > 0 ? directionFrom(less, more) : std::nullopt) {
            direction->name =
                label < classNames.size() ? classNames[label] : "class " + std::to_string(label);
            directions.push_back(std::move(*direction));
        }
    }
    return directions;
}

std::vector<Direction> principalDirections(const Tensor& encodings, int most) {
    const auto components =
        PrincipalComponents::fit(encodings, std::min<std::int64_t>(most, encodings.dim(1)));
    std::vector<Direction> directions;
    for (std::int64_t k = 0; k < components.count(); ++k) {
        const float variance = components.variances[static_cast<std::size_t>(k)];
        if (!(variance > 1e-8F)) {
            break; // and all that follow
        }
        const auto row = components.components.row(k);
        directions.push_back({"PC " + std::to_string(k + 1),
                              {row.begin(), row.end()},
                              std::sqrt(variance),
                              static_cast<float>(variance / components.totalVariance)});
    }
    return directions;
}

std::vector<Direction> effectDirections(Model& model, std::int64_t count, std::uint64_t seed, int most,
                                        const WorkWatch& watch) {
    const std::int64_t latent = model.config().latent;
    Random random(seed);
    Tensor latents({count, latent});
    random.fillNormal(latents.values());
    const auto labels = classesInTurn(model.config(), count);
    Eigen::MatrixXf pictures(count, model.config().image.pixels());
    std::int64_t done = 0;
    forEachBatch(latents, [&](const Tensor& rows) {
        const std::int64_t n = rows.dim(0);
        const auto ofRows = labels.empty() ? Labels() : Labels(labels).subspan(done, n);
        pictures.middleRows(done, n) = model.decode(rows, ofRows).matrix();
        done += n;
        watch.reached(done, 2 * count);
    });
    pictures.rowwise() -= pictures.colwise().mean().eval();
    // There are more pixels than pictures: the eigenvectors of their products are the scores.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(
        (pictures * pictures.transpose()).cast<double>());
    watch.reached(0.9);
    const double total = solver.eigenvalues().cwiseMax(0).sum();
    std::vector<Direction> directions;
    for (std::int64_t k = 0; k < std::min<std::int64_t>({most, latent, count - 1}); ++k) {
        const std::int64_t column = count - 1 - k; // ascending
        const double variance = solver.eigenvalues()[column];
        Vector effect = latents.matrix().cast<double>().transpose() * solver.eigenvectors().col(column);
        if (!(variance > 1e-9 * total) || !(effect.norm() > 0)) {
            break;
        }
        effect.normalize();
        std::int64_t largest = 0;
        effect.cwiseAbs().maxCoeff(&largest);
        if (effect[largest] < 0) {
            effect = -effect; // else a picture of it would flip by chance
        }
        directions.push_back(
            {"PC " + std::to_string(k + 1), toFloats(effect), 1, static_cast<float>(variance / total)});
    }
    return directions;
}

std::vector<Direction> sampledLabelDirections(Model& model, const Dataset& real, std::int64_t count,
                                              std::uint64_t seed, const WorkWatch& watch) {
    const NearestClass classes(real);
    const ModelConfig& config = model.config();
    if (!classes.knowsSome() || config.classes > 0 || real.shape() != config.image) {
        return {};
    }
    Random random(seed);
    Tensor latents({count, config.latent});
    random.fillNormal(latents.values());
    std::vector<std::uint16_t> labels;
    forEachBatch(latents, [&](const Tensor& rows) {
        const Tensor pictures = model.decode(rows);
        for (std::int64_t i = 0; i < pictures.dim(0); ++i) {
            labels.push_back(classes.of(toImage(pictures.row(i), config.image)));
        }
        watch.reached(std::ssize(labels), count);
    });
    return labelDirections(latents, labels, real.classNames());
}

std::vector<float> latentEffects(Model& model, std::int64_t points, std::uint64_t seed,
                                 const WorkWatch& watch) {
    const std::int64_t latent = model.config().latent;
    Random random(seed);
    Tensor centres({points, latent});
    random.fillNormal(centres.values());
    const auto classes = classesInTurn(model.config(), points);
    std::vector<float> effects(static_cast<std::size_t>(latent));
    for (std::int64_t i = 0; i < points; ++i) {
        Tensor ends({2 * latent, latent}); // of each dimension
        for (std::int64_t d = 0; d < latent; ++d) {
            for (const int end : {0, 1}) {
                std::ranges::copy(centres.row(i), ends.row(2 * d + end).begin());
                ends.row(2 * d + end)[static_cast<std::size_t>(d)] = end == 0 ? -1.0f : 1.0f;
            }
        }
        const auto label =
            classes.empty() ? Labels() : Labels(classes).subspan(static_cast<std::size_t>(i), 1);
        const Tensor pictures = model.decode(ends, label);
        for (std::int64_t d = 0; d < latent; ++d) {
            effects[static_cast<std::size_t>(d)] +=
                (pictures.matrix().row(2 * d) - pictures.matrix().row(2 * d + 1)).squaredNorm() /
                static_cast<float>(points * pictures.dim(1));
        }
        watch.reached(i + 1, points);
    }
    return effects;
}

} // namespace latentscape
