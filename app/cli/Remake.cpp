#include "app/cli/Remake.h"

#include "core/tensor/Error.h"

#include <algorithm>
#include <cstdio>

namespace latentscape {

namespace {

void note(const std::filesystem::path& picture, const std::string& what) {
    std::fprintf(stderr, "latentscape-cli: note: %s: %s\n", picture.c_str(), what.c_str());
}

std::string modelInWords(const Provenance& made) {
    return (made.checkpoint.empty() ? "a run that was not saved yet" : made.checkpoint) + ", step " +
           std::to_string(made.step) + ", weights " + made.weights;
}

Provenance readLatents(const std::filesystem::path& picture) {
    std::optional<Provenance> made = readProvenance(picture);
    if (!made) {
        throw Error(ErrorKind::Input, picture.string() +
                                          ": does not tell how it was made; only PNG files that "
                                          "Latentscape has saved do, as long as no other program "
                                          "has saved them again");
    }
    if (made->pictures() == 0) {
        throw Error(ErrorKind::Input,
                    picture.string() + ": does not hold its latents; they were not known, or too many");
    }
    return std::move(*made);
}

// Those it was made with, as far as the model knows them.
std::vector<std::uint16_t> classesFor(const std::filesystem::path& picture, const Provenance& made,
                                      const ModelConfig& model, const ClassOption& ofClass) {
    std::vector<std::uint16_t> classes;
    if (model.classes > 0) {
        classes = made.classes;
        classes.resize(static_cast<std::size_t>(made.pictures()));
        if (!ofClass && std::ranges::max(classes) >= model.classes) {
            throw Error(ErrorKind::Input, picture.string() + ": is of class " +
                                              std::to_string(std::ranges::max(classes)) +
                                              ", but the model knows " + std::to_string(model.classes) +
                                              ", numbered from 0. Choose the class with --class.");
        }
    }
    return asAsked(ofClass, model, classes, static_cast<std::size_t>(made.pictures()));
}

} // namespace

void remake(const std::filesystem::path& picture, const std::string& checkpoint, const ClassOption& ofClass,
            const PictureOutput& output, Interrupts& interrupts) {
    const Provenance made = readLatents(picture);
    const TrainedModel trained = openModel(checkpoint);
    const ModelConfig& model = trained.checkpoint.model;
    if (made.dimensions != model.latent) {
        throw Error(ErrorKind::Input, picture.string() + ": its latents have " +
                                          std::to_string(made.dimensions) + " values, the model's have " +
                                          std::to_string(model.latent) +
                                          ". Choose the checkpoint it was made with: " + modelInWords(made));
    }
    Provenance now = provenanceOf(trained, checkpoint, made.madeBy);
    now.seed = made.seed;
    if (now.weights != made.weights) {
        note(picture, "was made with another model (" + modelInWords(made) +
                          "); what this one makes of the same latents looks different");
    }
    if (made.madeBy == "reconstruct") {
        note(picture, "its upper images were read from a data set; only the reconstructions are made again");
    }
    const auto classes = classesFor(picture, made, model, ofClass);
    const Tensor latents({made.pictures(), made.dimensions}, made.latents);
    savePictures(output, decode(*trained.model, latents, classes), made.columns,
                 output.enlargement(made.enlargement), withLatents(now, latents, classes), interrupts);
}

} // namespace latentscape
