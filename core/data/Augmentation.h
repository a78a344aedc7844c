// Random changes to training images, new ones each time an image is seen. Each is drawn from (seed, epoch,
// index of the image) alone: the same in every run, with any batch, number of threads or point of resuming.
#pragma once

#include "core/tensor/Image.h"
#include "core/tensor/Random.h"
#include "core/tensor/Strengths.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace latentscape {

// How far each goes at most, either way; 0: not at all.
struct AugmentConfig {
    float shift = 0;      // pixels
    float rotate = 0;     // degrees
    float scale = 0;      // share: 0.1 is from 1/1.1 to 1.1 times the size
    float flip = 0;       // probability of left and right being exchanged
    float elastic = 0;    // pixels that points of a coarse grid move
    float noise = 0;      // standard deviation, of white = 1
    float brightness = 0; // of white = 1
    float contrast = 0;   // share
    float colour = 0;     // share of the saturation

    bool operator==(const AugmentConfig&) const = default;
};

using AugmentSetting = Strength<AugmentConfig>;
inline constexpr std::array kAugmentSettings{
    AugmentSetting{"shift", &AugmentConfig::shift, 64, 2},
    AugmentSetting{"rotate", &AugmentConfig::rotate, 180, 10},
    AugmentSetting{"scale", &AugmentConfig::scale, 1, 0.1f},
    AugmentSetting{"flip", &AugmentConfig::flip, 1, 0.5f},
    AugmentSetting{"elastic", &AugmentConfig::elastic, 64, 1},
    AugmentSetting{"noise", &AugmentConfig::noise, 1, 0.02f},
    AugmentSetting{"brightness", &AugmentConfig::brightness, 1, 0.1f},
    AugmentSetting{"contrast", &AugmentConfig::contrast, 1, 0.2f},
    AugmentSetting{"colour", &AugmentConfig::colour, 1, 0.3f},
};

bool isOn(const AugmentConfig& config);
// "shift=2,rotate=10,flip" and back; "" and "none" are nothing. Throws Error (Usage) naming what is wrong.
AugmentConfig augmentFromText(const std::string& text);
std::string toText(const AugmentConfig& config);
// Throws Error (Usage) naming the setting that is out of range.
void validate(const AugmentConfig& config);

// Where the changes of one image come from.
Random augmentRandom(std::uint64_t seed, std::int64_t epoch, std::uint32_t index);

// image, out: shape.pixels() bytes. What comes in from beyond the border repeats the border's pixels.
void augment(std::span<const std::uint8_t> image, const ImageShape& shape, const AugmentConfig& config,
             Random random, std::span<std::uint8_t> out);

} // namespace latentscape
