// What a processor without AVX-512 computes: oneDNN can be told to use AVX2 only.
#include "tests/app/Process.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace latentscape {
namespace {

using Variables = std::vector<std::string>;

const Variables kAvx2{"ONEDNN_MAX_CPU_ISA=AVX2"};

// A short training: the losses by name, and what was said besides.
struct Training {
    nlohmann::json losses;
    std::string said;
};

Training train(const std::string& preset, const Variables& variables, const std::string& precision = "f32") {
    const TemporaryFolder folder;
    Process process({LATENTSCAPE_CLI, "train", "--preset", preset, "--data", "shapes", "--limit", "256",
                     "--epochs", "1", "--threads", "1", "--precision", precision, "--json", "--out",
                     (folder / "run").string()},
                    {}, variables);
    EXPECT_EQ(process.exitCode(), 0) << process.err();
    return {nlohmann::json::parse(process.out(), nullptr, false), process.err()};
}

void expectNear(const nlohmann::json& actual, const nlohmann::json& expected, double tolerance) {
    ASSERT_TRUE(actual.is_object() && expected.is_object()) << actual << expected;
    int compared = 0;
    for (const auto& [name, value] : expected.items()) {
        if (!value.is_number_float() || name == "train_seconds")
            continue;
        EXPECT_NEAR(actual.at(name).get<double>(), value.get<double>(),
                    tolerance * std::abs(value.get<double>()))
            << name;
        ++compared;
    }
    EXPECT_GE(compared, 3) << expected;
}

class ProcessorTest : public testing::TestWithParam<const char*> {};

TEST_P(ProcessorTest, LearnsTheSameOnAvx2) {
    const Training avx2 = train(GetParam(), kAvx2);
    expectNear(avx2.losses, train(GetParam(), {}).losses, 2e-3);
    EXPECT_EQ(avx2.said.find("bf16"), std::string::npos) << avx2.said;
}

// Where it would be no faster, bf16 is f32, bit for bit.
TEST_P(ProcessorTest, ComputesInFloatsOnAvx2AndSaysSoWhenBf16IsWished) {
    const Training wished = train(GetParam(), kAvx2, "bf16");
    expectNear(wished.losses, train(GetParam(), kAvx2).losses, 0);
    EXPECT_NE(wished.said.find("bf16: this processor is no faster with it, so that it computes in f32"),
              std::string::npos)
        << wished.said;
}

INSTANTIATE_TEST_SUITE_P(Presets, ProcessorTest,
                         testing::Values("dense-seed", "dense-400", "conv-vae", "res-vae", "gan-dense",
                                         "dcgan"),
                         [](const auto& test) {
                             std::string name = test.param;
                             std::erase(name, '-');
                             return name;
                         });

} // namespace
} // namespace latentscape
