// The golden values of golden.json and networks.json (see make_golden.py) and the one way in which tests
// compare with them.
#pragma once

#include "core/tensor/ParameterStore.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace latentscape {

// A value x is right when |x - golden| <= kRelative |golden| + kAbsolute. The golden values are rounded
// doubles, so all of the difference is the engine's: sums of some ten floats, approximations of exp and log,
// three steps one upon the other. Float32 PyTorch stays within 1e-6 on the same training steps.
inline constexpr double kRelative = 1e-5;
inline constexpr double kAbsolute = 1e-6;

inline const nlohmann::json& golden() {
    static const nlohmann::json values =
        nlohmann::json::parse(std::ifstream(LATENTSCAPE_TEST_DATA "/core/golden/golden.json"));
    return values;
}

// Of networks and whole models (make_networks_golden.py).
inline const nlohmann::json& goldenNetworks() {
    static const nlohmann::json values =
        nlohmann::json::parse(std::ifstream(LATENTSCAPE_TEST_DATA "/core/golden/networks.json"));
    return values;
}

// The same numbers as grid() in make_golden.py: smooth, irregular, in [-scale, scale], multiples of 1/1024.
inline void fillGrid(std::span<float> values, double scale, double phase, double offset = 0) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto k = static_cast<double>(i);
        const double value = scale * std::sin(1.7 * k + phase) * std::cos(0.23 * k * k + 2 * phase);
        values[i] = static_cast<float>(std::nearbyint(value * 1024) / 1024 + offset);
    }
}

// The parameters that make_networks_golden.py gives a network.
inline void fillParameters(ParameterStore& store) {
    for (std::size_t i = 0; i < store.parameters().size(); ++i) {
        const Parameter& p = store.parameters()[i];
        const bool isVector = p.shape.size() == 1;
        const bool aroundOne = isVector && (p.name.ends_with("weight") || p.name.ends_with("running_var"));
        fillGrid(store.mutableValue(i), isVector ? 0.25 : 0.5, 0.6 + 0.37 * static_cast<double>(i),
                 aroundOne ? 1 : 0);
    }
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
