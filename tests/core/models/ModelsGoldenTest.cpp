// Training steps of a small conv-vae and a small dcgan, of conditional ones, and of a GAN with each loss,
// against PyTorch (tests/core/golden/make_networks_golden.py): the losses of two steps, the gradients of the
// first, and an image decoded behind them.
#include "core/models/Model.h"

#include "tests/core/golden/Golden.h"

#include <algorithm>
#include <array>

namespace latentscape {

namespace {

ModelConfig configOf(const nlohmann::json& g) {
    ModelConfig config;
    config.kind = g["kind"] == "vae" ? ModelKind::Vae : ModelKind::Gan;
    config.image = {g["image"][2], g["image"][0], g["image"][1]};
    config.latent = g["latent"];
    config.encoder = networkFromJson(g[encoderName(config.kind)].dump());
    config.decoder = networkFromJson(g[decoderName(config.kind)].dump());
    config.classes = g.value("classes", 0);
    for (const auto& [loss, name] : kGanLossNames) {
        config.ganLoss = g.value("gan_loss", "") == name ? loss : config.ganLoss;
    }
    config.labelSmoothing = g.value("label_smoothing", 0.0f);
    return config;
}

class ModelsGolden : public testing::TestWithParam<std::size_t> {};

TEST_P(ModelsGolden, TwoTrainingSteps) {
    const auto& g = goldenNetworks()["models"][GetParam()];
    const ModelConfig config = configOf(g);
    const OptimizerConfig adam{.beta1 = config.kind == ModelKind::Gan ? 0.5f : 0.9f};
    const auto model = makeModel(config, adam, 1);
    for (const Trainable& part : model->trainables()) {
        fillParameters(part.parameters);
    }
    const auto labels = g.value("labels", std::vector<std::uint16_t>());
    Random noise(7);
    Tensor images({g["batch"], config.image.pixels()});
    for (const std::size_t step : {0U, 1U}) {
        fillGrid(images.values(), 0.5, step == 0 ? 0.1 : 1.0, 0.5);
        const Losses losses = model->step(images, {.learningRate = g["rate"]}, noise, labels);
        const auto& expected = g["losses"][step];
        expectGolden(std::span(losses).first(expected.size()), expected,
                     "losses of step " + std::to_string(step));
        const auto parts = model->trainables();
        for (std::size_t part = 0; step == 0 && part < parts.size(); ++part) {
            ParameterStore& store = parts[part].parameters;
            for (std::size_t i = 0; i < store.parameters().size(); ++i) {
                const Parameter& p = store.parameters()[i];
                if (p.trained == Trained::Yes) {
                    expectGolden(store.gradient(i), g["gradients"][part][p.name], "gradient of " + p.name);
                }
            }
        }
    }
    Tensor latents({1, config.latent});
    fillGrid(latents.values(), 2.0, 0.5);
    expectGolden(
        model->decode(latents, Labels(labels).first(std::min<std::size_t>(1, labels.size()))).values(),
        g["decoded"], "decoded");
}

constexpr std::array kNames{"ConvVae",
                            "Dcgan",
                            "ConditionalVae",
                            "ConditionalGan",
                            "LeastSquares",
                            "Hinge",
                            "Relativistic",
                            "SmoothedLabels",
                            "LeastSquaresOfSmoothedLabels",
                            "HingeIgnoresSmoothing",
                            "RelativisticIgnoresSmoothing"};

TEST(ModelsGoldenTest, EveryModelHasAName) {
    EXPECT_EQ(goldenNetworks()["models"].size(), kNames.size());
}

std::string modelName(const testing::TestParamInfo<std::size_t>& info) {
    return kNames[info.param];
}

INSTANTIATE_TEST_SUITE_P(Models, ModelsGolden, testing::Range(std::size_t{0}, kNames.size()), modelName);

} // namespace

} // namespace latentscape
