#include "core/tensor/Random.h"

#include "core/tensor/Simd.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace latentscape {

namespace {

constexpr std::uint32_t kMultiplier0 = 0xD2511F53;
constexpr std::uint32_t kMultiplier1 = 0xCD9E8D57;
constexpr std::uint32_t kWeyl0 = 0x9E3779B9;
constexpr std::uint32_t kWeyl1 = 0xBB67AE85;
constexpr float kUnit = 0x1p-24f;   // 24 bits fill a float's mantissa
constexpr std::size_t kPairs = 128; // of normal numbers at a time

std::uint32_t low(std::uint64_t v) {
    return static_cast<std::uint32_t>(v);
}

std::uint32_t high(std::uint64_t v) {
    return static_cast<std::uint32_t>(v >> 32);
}

// Philox 4x32-10 of `count` blocks from `first` on: out[4 * count].
LATENTSCAPE_SIMD void blocks(const Random::State& state, std::uint64_t first, std::int64_t count,
                             std::uint32_t* out) {
    const std::uint32_t stream0 = low(state.stream);
    const std::uint32_t stream1 = high(state.stream);
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        const std::uint64_t index = first + static_cast<std::uint64_t>(i);
        std::uint32_t c0 = low(index);
        std::uint32_t c1 = high(index);
        std::uint32_t c2 = stream0;
        std::uint32_t c3 = stream1;
        std::uint32_t key0 = low(state.seed);
        std::uint32_t key1 = high(state.seed);
        for (int round = 0; round < 10; ++round) {
            const std::uint64_t p0 = std::uint64_t{kMultiplier0} * c0;
            const std::uint64_t p1 = std::uint64_t{kMultiplier1} * c2;
            c0 = high(p1) ^ c1 ^ key0;
            c1 = low(p1);
            c2 = high(p0) ^ c3 ^ key1;
            c3 = low(p0);
            key0 += kWeyl0;
            key1 += kWeyl1;
        }
        out[4 * i] = c0;
        out[4 * i + 1] = c1;
        out[4 * i + 2] = c2;
        out[4 * i + 3] = c3;
    }
}

// The words as uniform() has them, in [from, to): the same bits on every processor.
void toUniform(const std::uint32_t* words, float* out, std::int64_t count, float from, float to) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        out[i] = from + (to - from) * (static_cast<float>(static_cast<std::int32_t>(words[i] >> 8)) * kUnit);
    }
}

// Box and Muller's transform of `pairs` pairs of words into normal numbers.
LATENTSCAPE_SIMD void boxMuller(const std::uint32_t* words, float* out, std::int64_t pairs) {
#pragma omp simd
    for (std::int64_t i = 0; i < pairs; ++i) {
        const float u1 = static_cast<float>(static_cast<std::int32_t>(words[2 * i] >> 8) + 1) * kUnit;
        const float u2 = static_cast<float>(static_cast<std::int32_t>(words[2 * i + 1] >> 8)) * kUnit;
        const float radius = std::sqrt(-2.0f * fastLog(u1)); // u1 in (0, 1]: the logarithm is finite
        const auto [sine, cosine] = fastSinCosTurn(u2);
        out[2 * i] = radius * cosine;
        out[2 * i + 1] = radius * sine;
    }
}

} // namespace

std::array<std::uint32_t, 4> Random::block(std::uint64_t index) const {
    std::array<std::uint32_t, 4> words{};
    blocks(m_state, index, 1, words.data());
    return words;
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

void Random::fillWords(std::span<std::uint32_t> out) {
    std::size_t i = 0;
    for (; i < out.size() && m_state.counter % 4 != 0; ++i) {
        out[i] = next();
    }
    const std::size_t whole = (out.size() - i) / 4;
    blocks(m_state, m_state.counter / 4, static_cast<std::int64_t>(whole), out.data() + i);
    m_state.counter += 4 * whole;
    for (i += 4 * whole; i < out.size(); ++i) {
        out[i] = next();
    }
}

void Random::fillUniform(std::span<float> out, float from, float to) {
    std::array<std::uint32_t, 2 * kPairs> words;
    while (!out.empty()) {
        const std::size_t count = std::min(out.size(), words.size());
        fillWords(std::span(words).first(count));
        toUniform(words.data(), out.data(), static_cast<std::int64_t>(count), from, to);
        out = out.subspan(count);
    }
}

void Random::fillNormal(std::span<float> out) {
    std::array<std::uint32_t, 2 * kPairs> words;
    std::array<float, 2 * kPairs> normals;
    while (!out.empty()) {
        const std::size_t count = std::min(out.size(), normals.size());
        const std::size_t pairs = (count + 1) / 2; // an odd count drops the last sine
        fillWords(std::span(words).first(2 * pairs));
        boxMuller(words.data(), normals.data(), static_cast<std::int64_t>(pairs));
        std::copy_n(normals.begin(), count, out.begin());
        out = out.subspan(count);
    }
}

void Random::shuffle(std::span<std::uint32_t> items) {
    for (std::size_t i = items.size(); i > 1; --i) {
        std::swap(items[i - 1], items[below(static_cast<std::uint32_t>(i))]);
    }
}

} // namespace latentscape
