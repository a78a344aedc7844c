// The golden values of golden.json (see make_golden.py) and the one way in which tests compare with them.
#pragma once

#include "core/tensor/Tensor.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace latentscape {

// A value x is right when |x - golden| <= kRelative |golden| + kAbsolute. The golden values are rounded
// doubles, so all of the difference is the engine's: sums of some ten floats, approximations of exp and log,
// three steps one upon the other. Float32 PyTorch stays within 3e-7 on the same training steps.
inline constexpr double kRelative = 1e-5;
inline constexpr double kAbsolute = 1e-6;

inline const nlohmann::json& golden() {
    static const nlohmann::json values =
        nlohmann::json::parse(std::ifstream(LATENTSCAPE_TEST_DATA "/core/golden/golden.json"));
    return values;
}

inline std::vector<float> floats(const nlohmann::json& values) {
    return values.get<std::vector<float>>();
}

inline Tensor tensor(const Shape& shape, const nlohmann::json& values) {
    return Tensor(shape, floats(values));
}

inline void expectGolden(double actual, double expected, const std::string& what) {
    EXPECT_NEAR(actual, expected, kRelative * std::abs(expected) + kAbsolute) << what;
}

inline void expectGolden(std::span<const float> actual, const nlohmann::json& expected,
                         const std::string& what) {
    ASSERT_EQ(actual.size(), expected.size()) << what;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        expectGolden(actual[i], expected[i].get<double>(), what + "[" + std::to_string(i) + "]");
    }
}

} // namespace latentscape
