#include "core/models/ModelConfigJson.h"

#include "core/tensor/Error.h"

#include <gtest/gtest.h>

namespace latentscape {
namespace {

TEST(ModelConfigJsonTest, RoundTrip) {
    const ModelConfig model{ModelKind::Vae,
                            {3, 20, 30},
                            denseStack({512, 64, 7}),
                            ModelConfig::mirrored({512, 64, 7}),
                            5,
                            Precision::Bf16,
                            Likelihood::Gaussian};
    EXPECT_EQ(modelConfigFromJson(toJson(model)), model);
    const ModelConfig plain{ModelKind::Vae, {1, 28, 28}, {}, ModelConfig::mirrored({}), 2};
    EXPECT_EQ(modelConfigFromJson(toJson(plain)), plain);
    ModelConfig gan{ModelKind::Gan, {1, 8, 8}, denseStack({9}), ModelConfig::mirrored({7}), 3};
    gan.ganLoss = GanLoss::Hinge;
    gan.labelSmoothing = 0.125f;
    gan.weightAverage = 0.999f;
    gan.discriminatorSteps = 3;
    gan.differentiableAugment = {1, 0.125f, 0.3f};
    EXPECT_EQ(modelConfigFromJson(toJson(gan)), gan);
    ModelConfig conditional = gan;
    conditional.classes = 3;
    EXPECT_EQ(modelConfigFromJson(toJson(conditional)), conditional);
    conditional.classNames = {"a", "b", "c"};
    EXPECT_EQ(modelConfigFromJson(toJson(conditional)), conditional);
}

TEST(ModelConfigJsonTest, OptimizerRoundTrip) {
    for (const auto& [kind, name] : kOptimizerNames) {
        const OptimizerConfig config{.kind = kind,
                                     .momentum = 0.5f,
                                     .nesterov = true,
                                     .beta1 = 1.0f / 3,
                                     .beta2 = 0.9999f,
                                     .epsilon = 1e-6f,
                                     .weightDecay = 0.01f,
                                     .clipNorm = 2.5f};
        EXPECT_EQ(optimizerConfigFromJson(toJson(config)), config) << name;
        EXPECT_NE(toJson(config).find(name), std::string::npos);
        EXPECT_EQ(optimizerConfigFromJson(toJson(customary(kind))), customary(kind)) << name;
    }
}

TEST(ModelConfigJsonTest, AnOptimizerOfAnEarlierVersionIsReadAsItWas) {
    EXPECT_EQ(optimizerConfigFromJson(R"({"kind": "sgd", "momentum": 0.5, "beta1": 0.9, "beta2": 0.999,
                                          "epsilon": 1e-8, "weight_decay": 0})"),
              (OptimizerConfig{.kind = OptimizerKind::Sgd, .momentum = 0.5f}));
}

TEST(ModelConfigJsonTest, ErrorsNameTheKey) {
    ModelConfig config{ModelKind::Vae, {1, 2, 3}, denseStack({4}), ModelConfig::mirrored({4}), 5};
    config.classes = 2;
    config.classNames = {"a", "b"};
    const std::string good = toJson(config);
    const struct {
        const char* from;
        const char* to;
        const char* key;
    } cases[] = {{"\"units\":4", "\"units\":\"4\"", "units"},
                 {"\"units\":4", "\"units\":0", "units"},
                 {"\"units\":4", "\"width\":4", "width"},
                 {"\"layer\":\"relu\"", "\"layer\":\"rely\"", "rely"},
                 {"\"encoder\"", "\"coder\"", "encoder"},
                 {":5", ":\"5\"", "latent"},
                 {":5", ":5,\"x\":1", "\"x\""},
                 {"\"classes\":2", "\"classes\":-1", "classes"},
                 {"\"classes\":2", "\"classes\":3", "class_names"},
                 {"[\"a\",", "[7,", "class_names"},
                 {"\"height\":2", "\"height\":0", "height"},
                 {"{\"channels", "{\"y\":1,\"channels", "\"y\""}};
    for (const auto& [from, to, key] : cases) {
        std::string text = good;
        ASSERT_NE(text.find(from), std::string::npos) << from << " in " << text;
        text.replace(text.find(from), std::string(from).size(), to);
        try {
            modelConfigFromJson(text);
            ADD_FAILURE() << text;
        } catch (const Error& e) {
            EXPECT_EQ(e.kind(), ErrorKind::Input);
            EXPECT_NE(std::string(e.what()).find(key), std::string::npos) << e.what();
        }
    }
}

} // namespace
} // namespace latentscape
