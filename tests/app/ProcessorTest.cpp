// What a processor without AVX-512 computes: oneDNN can be told to use AVX2 only.
#include "tests/app/Process.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace latentscape {
namespace {

// The losses of a short training, by name.
nlohmann::json losses(const std::string& preset, const std::vector<std::string>& variables) {
    const TemporaryFolder folder;
    Process process({LATENTSCAPE_CLI, "train", "--preset", preset, "--data", "shapes", "--limit", "256",
                     "--epochs", "1", "--threads", "1", "--json", "--out", (folder / "run").string()},
                    {}, variables);
    EXPECT_EQ(process.exitCode(), 0) << process.err();
    return nlohmann::json::parse(process.out(), nullptr, false);
}

void expectSameOnAvx2(const std::string& preset) {
    const nlohmann::json best = losses(preset, {});
    const nlohmann::json avx2 = losses(preset, {"ONEDNN_MAX_CPU_ISA=AVX2"});
    ASSERT_TRUE(best.is_object() && avx2.is_object()) << best << avx2;
    int compared = 0;
    for (const auto& [name, value] : best.items()) {
        if (!value.is_number_float() || name == "train_seconds")
            continue;
        EXPECT_NEAR(avx2.at(name).get<double>(), value.get<double>(), 2e-3 * std::abs(value.get<double>()))
            << preset << ' ' << name;
        ++compared;
    }
    EXPECT_GE(compared, 3) << best;
}

TEST(ProcessorTest, DenseModelsLearnTheSameOnAvx2) {
    expectSameOnAvx2("dense-seed");
}

TEST(ProcessorTest, ConvolutionsLearnTheSameOnAvx2) {
    expectSameOnAvx2("conv-vae");
}

TEST(ProcessorTest, AGanLearnsTheSameOnAvx2) {
    expectSameOnAvx2("dcgan");
}

} // namespace
} // namespace latentscape
