#include "core/train/GaussianMixture.h"

#include "tests/core/io/TemporaryFolder.h"
#include "tests/core/train/SmallRun.h"

#include <cmath>

namespace latentscape {
namespace {

using namespace test;

// Two clouds: a third of the points around (-4, 0), long in x and y together; the others around (3, 1).
Tensor clouds(std::int64_t count) {
    Random random(5, kNoiseStream);
    Tensor points({count, 2});
    for (std::int64_t i = 0; i < count; ++i) {
        const float a = random.normal();
        const float b = random.normal();
        const auto row = points.row(i);
        row[0] = i % 3 == 0 ? -4 + a : 3 + 0.3f * a;
        row[1] = i % 3 == 0 ? a + 0.1f * b : 1 + 0.5f * b;
    }
    return points;
}

double loglikelihoodWith(int components) {
    const Tensor points = clouds(3000);
    return GaussianMixture(points, {.components = components}).meanLogLikelihood(points);
}

TEST(GaussianMixtureTest, FindsTheClouds) {
    // What the true densities give: -(entropy of each cloud + that of which cloud).
    const double third = 1.0 / 3;
    const double expected = third * std::log(third) + 2 * third * std::log(2 * third) -
                            std::log(2 * M_PI * M_E) - third * std::log(0.1) - 2 * third * std::log(0.15);
    EXPECT_NEAR(loglikelihoodWith(2), expected, 0.03);
    EXPECT_LT(loglikelihoodWith(1), expected - 0.5);
    EXPECT_GE(loglikelihoodWith(5), loglikelihoodWith(2));
}

TEST(GaussianMixtureTest, ItsDrawsAreLikeThePoints) {
    const GaussianMixture mixture(clouds(3000), {.components = 2});
    Random random(1);
    const Tensor drawn = mixture.draw(3000, random);
    int left = 0;
    double product = 0;
    for (std::int64_t i = 0; i < drawn.dim(0); ++i) {
        const auto row = drawn.row(i);
        left += row[0] < 0 ? 1 : 0;
        product += row[0] < 0 ? (row[0] + 4) * row[1] : 0;
    }
    EXPECT_NEAR(left, 1000, 80);
    EXPECT_NEAR(product / left, 1, 0.15); // the covariance
    Random again(1);
    EXPECT_TRUE(std::ranges::equal(mixture.draw(3000, again).values(), drawn.values()));
}

TEST(GaussianMixtureTest, IsReproducible) {
    const Tensor points = clouds(500);
    const MixtureOptions options{.components = 4, .seed = 3};
    EXPECT_EQ(GaussianMixture(points, options).meanLogLikelihood(points),
              GaussianMixture(points, options).meanLogLikelihood(points));
}

// Neither makes a covariance that has no root.
TEST(GaussianMixtureTest, TakesFewPointsAndPointsOfOnePlace) {
    const Tensor few = clouds(3);
    const GaussianMixture mixture(few, {.components = 10});
    EXPECT_EQ(mixture.components(), 3);
    EXPECT_TRUE(std::isfinite(mixture.meanLogLikelihood(few)));
    const Tensor same({20, 2});
    const GaussianMixture point(same, {.components = 3});
    Random random(1);
    const Tensor drawn = point.draw(10, random);
    for (const float value : drawn.values()) {
        EXPECT_NEAR(value, 0, 1e-5);
    }
    messageOf(ErrorKind::Usage, [&] { GaussianMixture(few, {.components = 0}); });
}

TEST(GaussianMixtureTest, OfAModelsEncodings) {
    const TrainConfig config = smallConfig(1);
    const auto model = makeModel(config.model, config.optimizer, 0);
    const GaussianMixture mixture = fitLatents(*model, *smallData().train, {.components = 2});
    Random random(1);
    EXPECT_EQ(model->decode(mixture.draw(5, random)).dim(0), 5);
    ModelConfig gan = config.model;
    gan.kind = ModelKind::Gan;
    const auto other = makeModel(gan, config.optimizer, 0);
    messageOf(ErrorKind::Usage, [&] { fitLatents(*other, *smallData().train, {}); });
}

} // namespace
} // namespace latentscape
