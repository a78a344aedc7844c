// Whole training steps of a small VAE against PyTorch (tests/core/golden/make_golden.py): the same weights,
// images and noise must give the same losses, gradients, and weights after three steps of Adam.
#include "core/models/Model.h"

#include "tests/core/golden/Golden.h"

#include <algorithm>
#include <array>

namespace latentscape {

namespace {

class VaeGolden : public testing::TestWithParam<int> {
protected:
    const nlohmann::json& g = golden()["vae"][static_cast<std::size_t>(GetParam())];
    const std::int64_t batch = g["batch"];
    const std::int64_t latent = g["latent"];
    const std::unique_ptr<Model> model = makeModel(config(), OptimizerConfig{}, 1);

    const StepControls controls{g["learning_rate"], g["beta"], g["samples"], g["free_bits"]};

    ModelConfig config() const {
        ModelConfig c;
        c.image = {g["image"]["channels"], g["image"]["height"], g["image"]["width"]};
        setDenseWidths(c, g["hidden"].get<std::vector<std::int64_t>>());
        c.latent = g["latent"];
        for (const auto& [likelihood, name] : kLikelihoodNames) {
            c.likelihood = g["likelihood"] == name ? likelihood : c.likelihood;
        }
        return c;
    }

    Tensor images(std::size_t step) const {
        return tensor({batch, model->config().image.pixels()}, g["batches"][step]);
    }

    void SetUp() override {
        ParameterStore& store = model->parameters();
        ASSERT_EQ(store.parameters().size(), g["initial"].size());
        for (std::size_t i = 0; i < store.parameters().size(); ++i) {
            const std::string& name = store.parameters()[i].name;
            ASSERT_TRUE(g["initial"].contains(name)) << name;
            const std::vector<float> values = floats(g["initial"][name]);
            ASSERT_EQ(store.value(i).size(), values.size()) << name;
            std::ranges::copy(values, store.mutableValue(i).begin());
        }
    }

    void expectLosses(const Losses& losses, std::size_t step) const {
        const std::string place = "losses of step " + std::to_string(step + 1) + " ";
        expectGolden(std::span(losses).first(3), g["losses"][step], place);
    }
};

TEST_P(VaeGolden, ThreeTrainingSteps) {
    Random noise(g["noise_seed"].get<std::uint64_t>());
    ParameterStore& store = model->parameters();
    for (std::size_t step = 0; step < g["batches"].size(); ++step) {
        expectLosses(model->step(images(step), controls, noise), step);
        for (std::size_t i = 0; step == 0 && i < store.parameters().size(); ++i) {
            const std::string& name = store.parameters()[i].name;
            expectGolden(store.gradient(i), g["first_gradients"][name], "gradient of " + name);
        }
    }
    for (std::size_t i = 0; i < store.parameters().size(); ++i) {
        const std::string& name = store.parameters()[i].name;
        expectGolden(store.value(i), g["trained"][name], "trained " + name);
    }

    const Encoding encoding = model->encode(images(0));
    expectGolden(encoding.mean.values(), g["trained_mean"], "mean");
    expectGolden(encoding.logvar.values(), g["trained_logvar"], "logvar");
    const auto rows = static_cast<std::int64_t>(g["latents"].size()) / latent;
    const Tensor decoded = model->decode(tensor({rows, latent}, g["latents"]));
    expectGolden(decoded.values(), g["decoded"], "decoded");
}

// What evaluate() says before the first step is what the step itself says, and it changes no weight.
TEST_P(VaeGolden, Evaluate) {
    Random noise(g["noise_seed"].get<std::uint64_t>());
    std::vector<float> klPerLatent(static_cast<std::size_t>(latent));
    expectLosses(model->evaluate(images(0), controls, noise, klPerLatent), 0);
    double kl = 0;
    for (const float sumOverBatch : klPerLatent) {
        kl += sumOverBatch / static_cast<double>(batch);
    }
    expectGolden(kl, g["losses"][0][2], "KL summed over the latents");
    ParameterStore& store = model->parameters();
    for (std::size_t i = 0; i < store.parameters().size(); ++i) {
        const std::string& name = store.parameters()[i].name;
        EXPECT_TRUE(std::ranges::equal(store.value(i), floats(g["initial"][name]))) << name;
    }
}

std::string objectiveName(const testing::TestParamInfo<int>& c) {
    return std::array{"Bernoulli",        "Gaussian",       "GaussianLearned",
                      "BernoulliSamples", "LearnedSamples", "FreeBits"}[static_cast<std::size_t>(c.param)];
}

INSTANTIATE_TEST_SUITE_P(Objectives, VaeGolden, testing::Range(0, 6), objectiveName);

} // namespace

} // namespace latentscape
