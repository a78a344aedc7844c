// Networks as data: what is read is what was written, and errors name the layer and the key.
#include "core/nn/NetworkConfig.h"

#include "core/nn/Sequential.h"
#include "core/tensor/Error.h"

#include <gtest/gtest.h>

namespace latentscape {
namespace {

constexpr ImageShape kImage{3, 12, 8};

Shape outputOf(const std::string& json, const Shape& input) {
    ParameterStore store;
    return Sequential(makeLayers(networkFromJson(json), kImage)).declare(input, store, "net");
}

template <typename F> std::string messageOf(ErrorKind kind, const F& f) {
    try {
        f();
    } catch (const Error& e) {
        EXPECT_EQ(e.kind(), kind);
        return e.what();
    }
    ADD_FAILURE() << "no error";
    return {};
}

TEST(NetworkConfigTest, RoundTrip) {
    const NetworkConfig network{{"conv2d", {{"channels", 32}, {"kernel", 4}, {"stride", 2}, {"padding", 1}}},
                                {"leaky_relu", {{"slope", 0.1}}},
                                {"conv2d", {{"channels", kLikeImage}, {"kernel", 1}, {"bias", 0}}},
                                {"batch_norm"}};
    EXPECT_EQ(networkFromJson(toJson(network)), network);
    EXPECT_EQ(networkFromJson("[]"), NetworkConfig{});
    NetworkConfig block{{"residual"}, {"relu"}};
    block[0].layers = {{"group_norm", {{"groups", 3}}},
                       {"conv2d", {{"channels", 9}, {"kernel", 1}, {"spectral_norm", 1}}}};
    EXPECT_EQ(networkFromJson(toJson(block)), block);
}

TEST(NetworkConfigTest, SizesFollowTheImage) {
    EXPECT_EQ(outputOf(R"([{"layer":"dense","units":"image"}])", {5}), (Shape{288}));
    EXPECT_EQ(outputOf(R"([{"layer":"dense","units":7,"downscale":4}])", {5}), (Shape{3, 2, 7}));
    EXPECT_EQ(
        outputOf(R"([{"layer":"dense","units":42},{"layer":"reshape","channels":7,"downscale":4}])", {5}),
        (Shape{3, 2, 7}));
    EXPECT_EQ(outputOf(R"([{"layer":"conv2d","channels":9,"kernel":4,"stride":2,"padding":1}])", {12, 8, 3}),
              (Shape{6, 4, 9}));
    EXPECT_EQ(
        outputOf(R"([{"layer":"conv_transpose2d","channels":"image","kernel":4,"stride":2,"padding":1}])",
                 {6, 4, 9}),
        (Shape{12, 8, 3}));
    EXPECT_EQ(outputOf(R"([{"layer":"upsample","scale":3},{"layer":"avg_pool","kernel":2}])", {3, 2, 5}),
              (Shape{4, 3, 5}));
    EXPECT_EQ(outputOf(R"([{"layer":"flatten"}])", {3, 2, 5}), (Shape{30}));
    EXPECT_EQ(outputOf(R"([{"layer":"residual","layers":[
                            {"layer":"conv2d","channels":7,"kernel":3,"stride":2,"padding":1}]}])",
                       {5, 4, 3}),
              (Shape{3, 2, 7}));
}

TEST(NetworkConfigTest, ARectifierBehindALayerIsFused) {
    const auto layersOf = [](const char* json) { return makeLayers(networkFromJson(json), kImage).size(); };
    EXPECT_EQ(layersOf(R"([{"layer":"dense","units":7},{"layer":"relu"}])"), 1U);
    EXPECT_EQ(layersOf(R"([{"layer":"dense","units":7},{"layer":"batch_norm"},{"layer":"leaky_relu"}])"), 2U);
    EXPECT_EQ(layersOf(R"([{"layer":"dense","units":7},{"layer":"tanh"},{"layer":"relu"}])"), 3U);
}

TEST(NetworkConfigTest, ErrorsNameTheLayerAndTheKey) {
    const struct {
        const char* json;
        const char* reason;
    } cases[] = {
        {R"({"layer":"relu"})", "a list"},
        {R"([{"layer":"relu"},{"layer":"magic"}])", "layer 2: \"layer\" is \"magic\""},
        {R"([{"units":3}])", "layer 1: \"layer\" is missing"},
        {R"([{"layer":"dense"}])", "\"units\" is missing"},
        {R"([{"layer":"dense","units":0}])", "\"units\" is 0, expected a whole number"},
        {R"([{"layer":"dense","units":1.5}])", "\"units\" is 1.5"},
        {R"([{"layer":"dense","units":"many"}])", "\"units\" is \"many\""},
        {R"([{"layer":"dense","units":3,"kernel":3}])", "\"kernel\" is not a setting"},
        {R"([{"layer":"dense","units":3,"bias":1}])", "expected true or false"},
        {R"([{"layer":"leaky_relu","slope":2}])", "\"slope\" is 2"},
        {R"([{"layer":"conv2d","channels":3}])", "\"kernel\" is missing"},
        {R"([{"layer":"group_norm"}])", "\"groups\" is missing"},
        {R"([{"layer":"dropout","probability":1}])", "\"probability\" is 1"},
        {R"([{"layer":"upsample","scale":0}])", "\"scale\" is 0"},
        {R"([{"layer":"relu","layers":[]}])", "\"layers\" is not a setting"},
        {R"([{"layer":"residual"}])", "\"layers\" is missing"},
        {R"([{"layer":"residual","layers":[{"layer":"relu"},{"layer":"dense"}]}])",
         "layer 1: layer 2: \"units\" is missing"},
        {R"([{"layer":"residual","layers":[{"layer":"residual","layers":[{"layer":"relu"}]}]}])",
         "cannot hold another"},
    };
    for (const auto& [json, reason] : cases) {
        const std::string message = messageOf(ErrorKind::Input, [&] { networkFromJson(json); });
        EXPECT_NE(message.find(reason), std::string::npos) << message;
    }
}

TEST(NetworkConfigTest, WhatDoesNotFitIsNamed) {
    const auto refusal = [](const char* json, const Shape& input) {
        return messageOf(ErrorKind::Usage, [&] { outputOf(json, input); });
    };
    EXPECT_NE(refusal(R"([{"layer":"dense","units":7,"downscale":8}])", {5}).find("multiple"),
              std::string::npos);
    EXPECT_NE(refusal(R"([{"layer":"conv2d","channels":9,"kernel":3}])", {5}).find("needs images"),
              std::string::npos);
    EXPECT_NE(refusal(R"([{"layer":"conv2d","channels":9,"kernel":5}])", {4, 4, 1}).find("does not fit"),
              std::string::npos);
    EXPECT_NE(
        refusal(R"([{"layer":"conv2d","channels":9,"kernel":3,"padding":3}])", {4, 4, 1}).find("padding"),
        std::string::npos);
    EXPECT_NE(refusal(R"([{"layer":"group_norm","groups":2}])", {4, 4, 3}).find("groups"), std::string::npos);
    EXPECT_NE(refusal(R"([{"layer":"upsample"}])", {5}).find("needs images"), std::string::npos);
    EXPECT_NE(refusal(R"([{"layer":"avg_pool","kernel":5}])", {4, 4, 3}).find("kernel"), std::string::npos);
    EXPECT_NE(refusal(R"([{"layer":"residual","layers":[{"layer":"dense","units":3}]}])", {5}).find("added"),
              std::string::npos);
    EXPECT_NE(refusal(R"([{"layer":"residual","layers":[
                           {"layer":"conv2d","channels":2,"kernel":3,"padding":5}]}])",
                      {4, 4, 3})
                  .find("layer 1 (residual): layer 1 (conv2d): "),
              std::string::npos);
    EXPECT_NE(refusal(R"([{"layer":"reshape","channels":9}])", {4}).find("reshaped"), std::string::npos);
}

} // namespace
} // namespace latentscape
