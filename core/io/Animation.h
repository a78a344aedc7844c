// Pictures that move, to a file: GIF, WebP, APNG, or MP4 by the program ffmpeg; the file's ending decides.
// The window and the command line call the same function. Any thread; blocks until the file is there.
#pragma once

#include "core/io/Enlarge.h"
#include "core/io/Provenance.h"
#include "core/tensor/WorkWatch.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <utility>

namespace latentscape {

// A video has no say in how often it is played: it holds the frames once, and with Bounce also the way back.
enum class Loop {
    Forever, // after the last frame comes the first
    Once,    // the last frame stays
    Bounce,  // to and fro, forever
};

// As they are named on the command line.
inline constexpr std::array kLoopNames{std::pair{Loop::Once, "once"}, std::pair{Loop::Forever, "forever"},
                                       std::pair{Loop::Bounce, "bounce"}};

// A GIF counts hundredths of a second, and viewers show a frame for two of them at least.
inline constexpr int kMostFramesPerSecond = 50;
inline constexpr std::int64_t kMostFrames = 100'000;

struct AnimationOptions {
    int framesPerSecond = 12;
    Loop loop = Loop::Forever;
    Enlargement enlargement = {};
    ProvenanceSource provenance = {}; // of the frames, which an APNG carries; may be empty
};

// Makes frame number `index`, all of one shape, grey or RGB. Asked for one at a time, on the thread that
// writes; for the way back of Loop::Bounce once more.
using FrameSource = std::function<Image(std::int64_t index)>;

// Whether the name ends as one of these files: .gif, .apng, .mp4, or .webp, which may also be a picture.
bool isAnimationName(const std::filesystem::path& file);

// Atomic. Throws Error (Usage) for another ending, a number out of range or frames that are too large for the
// kind of file; (Io) when it can't be written or ffmpeg is missing or fails; (Cancelled).
void saveAnimation(const std::filesystem::path& file, std::int64_t frames, const FrameSource& frame,
                   const AnimationOptions& options = {}, const WorkWatch& watch = {});

} // namespace latentscape
