// Counter-based random numbers: Philox 4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as
// 1, 2, 3"). A generator is a pure function of (seed, stream, counter), so that it can be split, saved and
// resumed exactly, and a draw costs no shared state.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace latentscape {

// Stream numbers, so that no two purposes of one run share a sequence.
inline constexpr std::uint64_t kInitStream = 1;                          // initial weights
inline constexpr std::uint64_t kNoiseStream = 2;                         // eps of training steps
inline constexpr std::uint64_t kEvaluateStream = 3;                      // eps of evaluations
inline constexpr std::uint64_t kSampleStream = 4;                        // latents of samples
inline constexpr std::uint64_t kProjectionStream = 5;                    // latents a projection starts from
inline constexpr std::uint64_t kStaticBinariseStream = 6;                // static draws of training images
inline constexpr std::uint64_t kHeldOutBinariseStream = 7;               // draws of held-out images
inline constexpr std::uint64_t kImportanceStream = 8;                    // samples of an estimated likelihood
inline constexpr std::uint64_t kOrderStream = std::uint64_t{1} << 32;    // + epoch: the order of the images
inline constexpr std::uint64_t kAugmentStream = std::uint64_t{1} << 33;  // + epoch: changes to images
inline constexpr std::uint64_t kBinariseStream = std::uint64_t{1} << 34; // + epoch: draws of black and white

class Random {
public:
    struct State {
        std::uint64_t seed = 0;
        std::uint64_t stream = 0;
        std::uint64_t counter = 0; // 32-bit words drawn so far
        bool operator==(const State&) const = default;
    };

    explicit Random(std::uint64_t seed = 0, std::uint64_t stream = 0)
        : m_state{seed, stream, 0} {}
    explicit Random(const State& state)
        : m_state(state) {}

    // Another generator of the same seed, independent of this one and of all other stream numbers.
    Random split(std::uint64_t stream) const { return Random(m_state.seed, stream); }
    const State& state() const { return m_state; }

    std::uint32_t next();                     // 32 uniform bits
    std::uint32_t below(std::uint32_t bound); // uniform in [0, bound), unbiased; bound > 0
    float uniform();                          // in [0, 1)
    float normal();                           // N(0, 1), by Box-Muller
    void fillUniform(std::span<float> out, float from, float to);
    void fillNormal(std::span<float> out);
    void fillWords(std::span<std::uint32_t> out); // what next() would give one by one
    void shuffle(std::span<std::uint32_t> items); // Fisher-Yates

private:
    std::array<std::uint32_t, 4> block(std::uint64_t index) const;

    State m_state;
    std::array<std::uint32_t, 4> m_block{}; // the block that m_state.counter lies in
    std::uint64_t m_blockIndex = ~std::uint64_t{0};
};

} // namespace latentscape
