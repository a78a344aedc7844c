#include "core/io/Animation.h"

#include "core/io/AnimationEncoder.h"
#include "core/io/PngChunks.h"
#include "core/tensor/AtomicFile.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace latentscape {

namespace fs = std::filesystem;

namespace {

enum class Kind { None, Gif, Webp, Apng, Video };

struct KindOfFile {
    const char* ending;
    Kind kind;
    int widest; // pixels that a side may have
};
constexpr std::array kKinds{KindOfFile{".gif", Kind::Gif, 32767}, KindOfFile{".webp", Kind::Webp, 16383},
                            KindOfFile{".apng", Kind::Apng, 32767}, KindOfFile{".mp4", Kind::Video, 8192}};

KindOfFile kindOf(const fs::path& file) {
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto found = std::ranges::find(kKinds, ending, &KindOfFile::ending);
    return found == kKinds.end() ? KindOfFile{"", Kind::None, 0} : *found;
}

[[noreturn]] void refuse(const fs::path& file, const std::string& reason) {
    throw Error(ErrorKind::Usage, file.string() + ": " + reason);
}

void validate(const fs::path& file, std::int64_t frames, const AnimationOptions& options) {
    if (kindOf(file).kind == Kind::None) {
        refuse(file, "animations are saved as GIF, WebP, APNG or MP4; name it NAME.gif, NAME.webp, NAME.apng "
                     "or NAME.mp4");
    }
    if (frames < 1 || frames > kMostFrames) {
        refuse(file, "an animation has 1 to " + std::to_string(kMostFrames) + " frames, not " +
                         std::to_string(frames));
    }
    if (options.framesPerSecond < 1 || options.framesPerSecond > kMostFramesPerSecond) {
        refuse(file, "an animation shows 1 to " + std::to_string(kMostFramesPerSecond) +
                         " frames a second, not " + std::to_string(options.framesPerSecond));
    }
}

std::unique_ptr<AnimationEncoder> makeEncoder(Kind kind, const AnimationHeader& header,
                                              const WorkWatch& watch) {
    switch (kind) {
    case Kind::Gif:
        return makeGifEncoder(header);
    case Kind::Webp:
        return makeWebpEncoder(header, watch);
    case Kind::Apng:
        return makeApngEncoder(header);
    case Kind::Video:
        return makeVideoEncoder(header, watch);
    case Kind::None:
        break;
    }
    return nullptr;
}

// Checked against that of the first frame.
void requireShape(const fs::path& file, const Image& image, const ImageShape& shape) {
    if (image.shape != shape || std::cmp_not_equal(image.pixels.size(), shape.pixels())) {
        refuse(file, "the frames of an animation must have one shape");
    }
}

void requireFits(const fs::path& file, const ImageShape& shape, int factor, int widest) {
    if ((shape.channels != 1 && shape.channels != 3) || shape.width < 1 || shape.height < 1) {
        refuse(file, "the frames are empty, or neither grey nor RGB");
    }
    if (std::int64_t{std::max(shape.width, shape.height)} * factor > widest) {
        refuse(file, "the frames would be more than " + std::to_string(widest) +
                         " pixels wide or high; enlarge them less");
    }
}

} // namespace

bool isAnimationName(const fs::path& file) {
    return kindOf(file).kind != Kind::None;
}

void saveAnimation(const fs::path& file, std::int64_t frames, const FrameSource& frame,
                   const AnimationOptions& options, const WorkWatch& watch) {
    validate(file, frames, options);
    const bool returns = options.loop == Loop::Bounce && frames > 2;
    const std::int64_t total = returns ? 2 * frames - 2 : frames;
    const KindOfFile kind = kindOf(file);
    std::unique_ptr<AnimationEncoder> encoder;
    ImageShape shape;
    for (std::int64_t i = 0; i < total; ++i) {
        watch.reached(i, total);
        const Image image = frame(i < frames ? i : 2 * frames - 2 - i);
        if (!encoder) {
            shape = image.shape;
            requireFits(file, shape, options.enlargement.factor, kind.widest);
        }
        requireShape(file, image, shape);
        const Image large = enlarge(image, options.enlargement);
        if (!encoder) {
            const bool squares =
                options.enlargement.factor > 1 && options.enlargement.scaling == Scaling::Nearest;
            encoder = makeEncoder(
                kind.kind,
                {large.shape, total, options.framesPerSecond, options.loop != Loop::Once, !squares}, watch);
        }
        encoder->add(large);
    }
    std::vector<std::byte> bytes = encoder->finish();
    if (kind.kind == Kind::Apng && options.provenance) {
        Provenance made = options.provenance();
        made.enlargement = options.enlargement;
        bytes = withText(bytes, kProvenanceKey, toJson(made));
    }
    watch.reached(1);
    writeFileAtomically(file, bytes);
}

// ---- what several encoders need ----

FramePart changedPart(const Image& before, const Image& now) {
    const auto [channels, height, width] = now.shape;
    const std::int64_t line = std::int64_t{width} * channels;
    const auto row = [line](const Image& image, int y) { return image.pixels.data() + y * line; };
    const auto rowDiffers = [&](int y) {
        return !std::equal(row(before, y), row(before, y) + line, row(now, y));
    };
    int top = 0;
    while (top < height && !rowDiffers(top)) {
        ++top;
    }
    if (top == height) {
        return {};
    }
    int bottom = height - 1;
    while (!rowDiffers(bottom)) {
        --bottom;
    }
    std::int64_t left = line;
    std::int64_t right = 0;
    for (int y = top; y <= bottom; ++y) {
        const auto first = std::mismatch(row(now, y), row(now, y) + line, row(before, y)).first - row(now, y);
        left = std::min<std::int64_t>(left, first);
        std::int64_t last = line - 1;
        while (last > right && row(now, y)[last] == row(before, y)[last]) {
            --last;
        }
        right = std::max(right, last);
    }
    const int x = static_cast<int>(left / channels);
    return {x, top, static_cast<int>(right / channels) - x + 1, bottom - top + 1};
}

Image cut(const Image& image, const FramePart& part) {
    const auto [channels, height, width] = image.shape;
    Image result{{channels, part.height, part.width}, {}};
    result.pixels.reserve(static_cast<std::size_t>(result.shape.pixels()));
    for (int y = part.y; y < part.y + part.height; ++y) {
        const auto* from = image.pixels.data() + (std::int64_t{y} * width + part.x) * channels;
        result.pixels.insert(result.pixels.end(), from, from + std::int64_t{part.width} * channels);
    }
    return result;
}

} // namespace latentscape
