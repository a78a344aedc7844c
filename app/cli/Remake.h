// `latentscape-cli sample --from FILE.png`: the pictures of a file that says how they were made, once more.
#pragma once

#include "app/cli/ClassOption.h"
#include "app/cli/PictureOutput.h"

#include <filesystem>
#include <string>

namespace latentscape {

// Says on stderr when the model is not the one they were made with. Throws Error (Input) when the file does
// not tell its latents or the model can't take them.
void remake(const std::filesystem::path& picture, const std::string& checkpoint, const ClassOption& ofClass,
            const PictureOutput& output, Interrupts& interrupts);

} // namespace latentscape
