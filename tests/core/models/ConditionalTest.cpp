// Conditional models: they make images of the class that they are asked for.
#include "core/models/Model.h"

#include "tests/core/data/IdxFiles.h"

#include <cmath>

namespace latentscape {
namespace {

using namespace test;

constexpr std::int64_t kBars = 3;
constexpr std::int64_t kBarPixels = 12; // two rows of six

// A bar whose place is its class, of a brightness that the class does not say.
struct Bars {
    Tensor images = Tensor({24, kBars* kBarPixels});
    std::vector<std::uint16_t> labels;

    explicit Bars(Random& random) {
        for (std::int64_t i = 0; i < images.dim(0); ++i) {
            labels.push_back(static_cast<std::uint16_t>(random.below(kBars)));
            images.matrix()
                .row(i)
                .segment(kBarPixels * labels.back(), kBarPixels)
                .setConstant(0.4f + 0.6f * random.uniform());
        }
    }
};

ModelConfig dense(ModelKind kind) {
    ModelConfig config;
    config.kind = kind;
    config.image = {1, 6, 6};
    config.latent = 2;
    setDenseWidths(config, {24});
    config.classes = kBars;
    return config;
}

ModelConfig convolutional() {
    ModelConfig config = dense(ModelKind::Vae);
    config.encoder = networkFromJson(R"([{"layer":"conv2d","channels":6,"kernel":4,"stride":2,"padding":1},
                                         {"layer":"relu"}])");
    config.decoder = networkFromJson(
        R"([{"layer":"dense","units":6,"downscale":2},{"layer":"relu"},
            {"layer":"conv_transpose2d","channels":"image","kernel":4,"stride":2,"padding":1}])");
    return config;
}

std::unique_ptr<Model> trained(const ModelConfig& config) {
    const bool gan = config.kind == ModelKind::Gan;
    auto model = makeModel(config, {.beta1 = gan ? 0.5f : 0.9f}, 1);
    Random data(7);
    Random noise(1, kNoiseStream);
    for (int step = 0; step < (gan ? 1500 : 400); ++step) {
        const Bars bars(data);
        model->step(bars.images, {.learningRate = gan ? 1e-3f : 5e-3f}, noise, bars.labels);
    }
    return model;
}

// Mean images of samples of each class: how much brighter the class's own bar is than the others.
std::vector<float> contrasts(Model& model) {
    Tensor latents({64, model.config().latent});
    Random(3).fillNormal(latents.values());
    std::vector<float> all;
    for (std::uint16_t label = 0; label < kBars; ++label) {
        const Tensor made = model.decode(latents, {&label, 1});
        const float own = made.matrix().middleCols(kBarPixels * label, kBarPixels).mean();
        const float others = (made.matrix().mean() * kBars - own) / (kBars - 1);
        all.push_back(own - others);
    }
    return all;
}

class ConditionalTest : public testing::TestWithParam<ModelConfig> {};

TEST_P(ConditionalTest, SamplesAreOfTheirClass) {
    const auto model = trained(GetParam());
    const std::vector<float> found = contrasts(*model);
    for (const float contrast : found) {
        EXPECT_GT(contrast, 0.4f);
    }
    EXPECT_EQ(contrasts(*trained(GetParam())), found); // the same again
}

TEST_P(ConditionalTest, ReconstructionsAreOfTheClassThatIsSaid) {
    const auto model = trained(GetParam());
    Random random(9);
    const Bars bars(random);
    const Tensor means = model->encode(bars.images, bars.labels).mean;
    const Tensor own = model->decode(means, bars.labels);
    EXPECT_LT((own.matrix() - bars.images.matrix()).array().square().mean(), 0.04f);
    std::vector<std::uint16_t> next = bars.labels;
    for (std::uint16_t& label : next) {
        label = static_cast<std::uint16_t>((label + 1) % kBars);
    }
    const Tensor others = model->decode(means, next);
    for (std::int64_t i = 0; i < others.dim(0); ++i) {
        const auto bar = [&](std::uint16_t label) {
            return others.matrix().row(i).segment(kBarPixels * label, kBarPixels).mean();
        };
        EXPECT_GT(bar(next[static_cast<std::size_t>(i)]), bar(bars.labels[static_cast<std::size_t>(i)]));
    }
}

std::string modelName(const testing::TestParamInfo<ModelConfig>& info) {
    return std::array{"Vae", "ConvVae", "Gan"}[info.index];
}

INSTANTIATE_TEST_SUITE_P(Models, ConditionalTest,
                         testing::Values(dense(ModelKind::Vae), convolutional(), dense(ModelKind::Gan)),
                         modelName);

// Of k samples an image each is of the image's class.
TEST(ConditionalTest, SeveralSamplesAnImageAreOfItsClass) {
    const auto model = trained(dense(ModelKind::Vae));
    Random random(9);
    const Bars bars(random);
    std::vector<float> right(5 * bars.labels.size());
    std::vector<float> wrong(right.size());
    Random noise(4);
    model->logWeights(bars.images, 5, noise, right, bars.labels);
    std::vector<std::uint16_t> next = bars.labels;
    std::ranges::transform(next, next.begin(), [](std::uint16_t label) {
        return static_cast<std::uint16_t>((label + 1) % kBars);
    });
    model->logWeights(bars.images, 5, noise, wrong, next);
    for (std::size_t i = 0; i < right.size(); ++i) {
        EXPECT_GT(right[i], wrong[i]) << i;
    }
}

TEST(ConditionalTest, WithoutAClassItSaysWhatIsMissing) {
    for (const ModelKind kind : {ModelKind::Vae, ModelKind::Gan}) {
        const auto model = makeModel(dense(kind), {}, 1);
        Random noise(1);
        const Tensor images({4, 36});
        expectError(ErrorKind::Usage, {"must be told the class"}, [&] { model->step(images, {}, noise); });
        expectError(ErrorKind::Usage, {"must be told the class"}, [&] { model->encode(images); });
        expectError(ErrorKind::Usage, {"must be told the class"}, [&] { model->decode(Tensor({4, 2})); });
    }
}

TEST(ConditionalTest, DescriptionsTellTheClasses) {
    EXPECT_EQ(describe(dense(ModelKind::Vae)), "36-24-2-24-36, 3 classes");
    EXPECT_EQ(describe(dense(ModelKind::Gan)), "2-24-36 | 36-24-1, 3 classes");
    ModelConfig config = dense(ModelKind::Vae);
    config.classes = 1;
    expectError(ErrorKind::Usage, {"number of classes is 1"}, [&] { validate(config); });
}

} // namespace
} // namespace latentscape
