#include "app/cli/ImageOptions.h"

#include "app/cli/Given.h"
#include "core/tensor/Json.h"

#include <CLI/CLI.hpp>

namespace latentscape {

void addImageOptions(CLI::App& command, ImageOptions& options) {
    command.add_option("--limit", options.limit, "Use so many images only; 0: all");
    command.add_option("--side", options.side,
                       "Bring the images to so many pixels a side; 0: as they are, pictures of "
                       "differing sizes to 32");
    command.add_option("--fit", options.fit, "How they get there: crop, pad, or stretch (default crop)");
    command.add_option("--colour", options.colour,
                       "grey, rgb, or auto: grey when all images are (default auto)");
    command.add_option("--augment", options.augment,
                       "Change each training image at random, as shift=2,rotate=10,flip; also scale, "
                       "elastic, noise, brightness, contrast, colour; none");
    command
        .add_option("--binarise", options.binarise,
                    "Make pixels black or white by chance, as likely white as they are bright: once for all "
                    "(static), anew each time (dynamic), or none")
        ->check(CLI::IsMember(namesOf(kBinariseNames)));
}

void take(const ImageOptions& given, TrainConfig& config) {
    take(given.limit, config.limit);
    take(given.side, config.side);
    config.fit = given.fit ? fitFromName(*given.fit) : config.fit;
    config.colour = given.colour ? colourFromName(*given.colour) : config.colour;
    config.augment = given.augment ? augmentFromText(*given.augment) : config.augment;
    config.binarise = valueOf(kBinariseNames, given.binarise, config.binarise);
}

void requireSame(const ImageOptions& given, const TrainConfig& config) {
    requireSame("--limit", given.limit, config.limit);
    requireSame("--side", given.side, config.side);
    requireSame("--fit", given.fit, std::string(nameOf(config.fit)));
    requireSame("--colour", given.colour, std::string(nameOf(config.colour)));
    if (given.augment) {
        requireSame("--augment", std::optional(augmentFromText(*given.augment)), config.augment);
    }
    requireSame("--binarise", given.binarise, std::string(nameOf(kBinariseNames, config.binarise)));
}

} // namespace latentscape
