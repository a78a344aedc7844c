#include "core/tensor/Random.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace latentscape {

namespace {

constexpr std::uint32_t kMultiplier0 = 0xD2511F53;
constexpr std::uint32_t kMultiplier1 = 0xCD9E8D57;
constexpr std::uint32_t kWeyl0 = 0x9E3779B9;
constexpr std::uint32_t kWeyl1 = 0xBB67AE85;
constexpr float kUnit = 0x1p-24f; // 24 bits fill a float's mantissa

std::uint32_t low(std::uint64_t v) {
    return static_cast<std::uint32_t>(v);
}

std::uint32_t high(std::uint64_t v) {
    return static_cast<std::uint32_t>(v >> 32);
}

} // namespace

std::array<std::uint32_t, 4> Random::block(std::uint64_t index) const {
    std::array<std::uint32_t, 4> c{low(index), high(index), low(m_state.stream), high(m_state.stream)};
    std::uint32_t key0 = low(m_state.seed);
    std::uint32_t key1 = high(m_state.seed);
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = std::uint64_t{kMultiplier0} * c[0];
        const std::uint64_t p1 = std::uint64_t{kMultiplier1} * c[2];
        c = {high(p1) ^ c[1] ^ key0, low(p1), high(p0) ^ c[3] ^ key1, low(p0)};
        key0 += kWeyl0;
        key1 += kWeyl1;
    }
    return c;
}

std::uint32_t Random::next() {
    const std::uint64_t index = m_state.counter / 4;
    if (index != m_blockIndex) {
        m_block = block(index);
        m_blockIndex = index;
    }
    return m_block[m_state.counter++ % 4];
}

std::uint32_t Random::below(std::uint32_t bound) {
    // Lemire 2019, "Fast random integer generation in an interval".
    std::uint64_t product = std::uint64_t{next()} * bound;
    if (low(product) < bound) {
        const std::uint32_t threshold = (0u - bound) % bound;
        while (low(product) < threshold) {
            product = std::uint64_t{next()} * bound;
        }
    }
    return high(product);
}

float Random::uniform() {
    return static_cast<float>(next() >> 8) * kUnit;
}

float Random::normal() {
    float value = 0;
    fillNormal({&value, 1});
    return value;
}

void Random::fillUniform(std::span<float> out, float from, float to) {
    for (float& v : out) {
        v = from + (to - from) * uniform();
    }
}

void Random::fillNormal(std::span<float> out) {
    for (std::size_t i = 0; i < out.size(); i += 2) {
        const float u1 = static_cast<float>((next() >> 8) + 1) * kUnit; // in (0, 1]: the logarithm is finite
        const float u2 = uniform();
        const float radius = std::sqrt(-2.0f * std::log(u1));
        const float angle = 2.0f * std::numbers::pi_v<float> * u2;
        out[i] = radius * std::cos(angle);
        if (i + 1 < out.size()) {
            out[i + 1] = radius * std::sin(angle);
        }
    }
}

void Random::shuffle(std::span<std::uint32_t> items) {
    for (std::size_t i = items.size(); i > 1; --i) {
        std::swap(items[i - 1], items[below(static_cast<std::uint32_t>(i))]);
    }
}

} // namespace latentscape
