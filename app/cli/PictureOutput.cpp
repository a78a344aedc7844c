#include "app/cli/PictureOutput.h"

#include "app/cli/Given.h"
#include "app/cli/Interrupts.h"
#include "app/cli/WorkProgress.h"
#include "core/io/ImageExport.h"

#include <algorithm>
#include <CLI/CLI.hpp>

namespace latentscape {

namespace {

constexpr std::int64_t kBatch = 500; // bounds the memory of a large sheet

} // namespace

Enlargement PictureOutput::enlargement(const Enlargement& otherwise) const {
    return {scale.value_or(otherwise.factor), smooth ? Scaling::Smooth : otherwise.scaling};
}

bool PictureOutput::isAnimation() const {
    return isAnimationName(out);
}

void addPictureOutput(CLI::App& command, PictureOutput& output) {
    command
        .add_option("--out", output.out,
                    "FILE.png, .webp or .jpg for one sheet; FOLDER/ or NAME%03d.png for single images")
        ->required();
    command.add_option("--scale", output.scale, "Draw each pixel so many times as large (default 1)")
        ->check(CLI::Range(1, kLargestFactor));
    command.add_flag("--smooth", output.smooth, "Blend the pixels of what is enlarged");
}

void addAnimationOutput(CLI::App& command, PictureOutput& output) {
    command.get_option("--out")->description("FILE.png or .jpg for one sheet; FOLDER/ or NAME%03d.png for "
                                             "single images; FILE.gif, .webp, .apng or "
                                             ".mp4 (by the program ffmpeg) for an animation");
    command.add_option("--fps", output.fps, "Images a second of an animation")
        ->check(CLI::Range(1, kMostFramesPerSecond));
    command
        .add_option("--loop", output.loop,
                    "How an animation goes on at its end; bounce: the same way back, forever")
        ->check(CLI::IsMember(namesOf(kLoopNames)));
}

std::vector<Image> decode(Model& model, const Tensor& latents, Labels labels) {
    std::vector<Image> images;
    for (std::int64_t first = 0; first < latents.dim(0); first += kBatch) {
        const std::int64_t n = std::min(kBatch, latents.dim(0) - first);
        const auto part = latents.values().subspan(static_cast<std::size_t>(first * latents.dim(1)),
                                                   static_cast<std::size_t>(n * latents.dim(1)));
        const Tensor pixels = model.decode(Tensor({n, latents.dim(1)}, part), partOf(labels, first, n));
        for (std::int64_t i = 0; i < n; ++i) {
            images.push_back(toImage(pixels.row(i), model.config().image));
        }
    }
    return images;
}

Provenance provenanceOf(const TrainedModel& trained, const std::string& checkpoint,
                        const std::string& madeBy) {
    return provenanceOf(*trained.model, checkpointName(checkpoint), trained.checkpoint.weightsStep, madeBy);
}

Provenance withLatents(Provenance provenance, const Tensor& latents, Labels labels) {
    const auto values = latents.values();
    provenance.latents.assign(values.begin(), values.end());
    provenance.classes.assign(labels.begin(), labels.end());
    return provenance;
}

void savePictures(const PictureOutput& output, const std::vector<Image>& images, int columns,
                  const Enlargement& enlargement, const Provenance& provenance, Interrupts& interrupts) {
    WorkProgress line("Saving " + output.out);
    saveImages(output.out, images, columns, enlargement, &provenance, line.watch(interrupts.takeOver()));
}

void saveFrames(const PictureOutput& output, std::int64_t frames, const FrameSource& frame,
                const Provenance& provenance, Interrupts& interrupts) {
    WorkProgress line("Saving " + output.out);
    saveAnimation(output.out, frames, frame,
                  {output.fps, valueOf(kLoopNames, output.loop, Loop::Forever), output.enlargement(),
                   [&] { return provenance; }},
                  line.watch(interrupts.takeOver()));
}

} // namespace latentscape
