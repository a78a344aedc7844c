// What each kind of animated file has to do: take frames one after another, then give its bytes. Made, used
// and destroyed by saveAnimation(), on one thread; destroyed before its end it leaves nothing behind.
#pragma once

#include "core/io/Animation.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace latentscape {

class AnimationEncoder {
public:
    virtual ~AnimationEncoder() = default;

    // All frames have the shape the encoder was made for.
    virtual void add(const Image& frame) = 0;
    // After the last one.
    virtual std::vector<std::byte> finish() = 0;
};

// What an encoder is told before the first frame. `shape` is that of the frames as they are written.
struct AnimationHeader {
    ImageShape shape;
    std::int64_t frames = 0; // that will be added
    int framesPerSecond = 12;
    bool repeats = true;
    bool dithers = true; // its pixels are small enough for a pattern between two colours
};

std::unique_ptr<AnimationEncoder> makeGifEncoder(const AnimationHeader& header);
std::unique_ptr<AnimationEncoder> makeWebpEncoder(const AnimationHeader& header, const WorkWatch& watch);
std::unique_ptr<AnimationEncoder> makeApngEncoder(const AnimationHeader& header);
std::unique_ptr<AnimationEncoder> makeVideoEncoder(const AnimationHeader& header, const WorkWatch& watch);

// The smallest rectangle outside which both pictures, of one shape, are the same; one pixel if all is.
struct FramePart {
    int x = 0;
    int y = 0;
    int width = 1;
    int height = 1;
};
FramePart changedPart(const Image& before, const Image& now);
Image cut(const Image& image, const FramePart& part);

} // namespace latentscape
