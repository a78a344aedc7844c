// Where and how the commands that make pictures put them: one sheet, single files or an animation, with what
// they say about themselves.
#pragma once

#include "app/cli/CommandInputs.h"
#include "core/io/Animation.h"
#include "core/io/Provenance.h"
#include "core/nn/ClassLabels.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace latentscape {

class Interrupts;

struct PictureOutput {
    std::string out;
    std::optional<int> scale;
    bool smooth = false;
    int fps = AnimationOptions().framesPerSecond;
    std::string loop = "forever";

    // `otherwise`: for what was not given.
    Enlargement enlargement(const Enlargement& otherwise = {}) const;
    bool isAnimation() const; // as the ending says
};

void addPictureOutput(CLI::App& command, PictureOutput& output);
// Makes animations possible.
void addAnimationOutput(CLI::App& command, PictureOutput& output);

// [n, latent] and, for a conditional model, their classes -> n images.
std::vector<Image> decode(Model& model, const Tensor& latents, Labels labels);

// What all pictures of a command have in common.
Provenance provenanceOf(const TrainedModel& trained, const std::string& checkpoint,
                        const std::string& madeBy);
// With the latents, one a picture, and their classes.
Provenance withLatents(Provenance provenance, const Tensor& latents, Labels labels);

// Both can be interrupted and say on a terminal how far they are.
void savePictures(const PictureOutput& output, const std::vector<Image>& images, int columns,
                  const Enlargement& enlargement, const Provenance& provenance, Interrupts& interrupts);
void saveFrames(const PictureOutput& output, std::int64_t frames, const FrameSource& frame,
                const Provenance& provenance, Interrupts& interrupts);

} // namespace latentscape
