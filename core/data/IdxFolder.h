// IDX files as they lie in a folder: "emnist-letters-train-images-idx3-ubyte.gz" has the stem
// "emnist-letters-train", by which its labels and its held-out images are found.
#pragma once

#include "core/data/Dataset.h"
#include "core/data/LoadWatch.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace latentscape {

struct IdxPair {
    std::filesystem::path images;
    std::filesystem::path labels; // empty: there are none
};
using IdxPairs = std::map<std::string, IdxPair>; // by stem

// Of a plain and a packed file the plain one is taken, which reads faster.
IdxPairs findIdxPairs(const std::filesystem::path& folder, std::error_code& error);

// The stem of an images file of the usual name.
std::optional<std::string> stemOfImages(const std::filesystem::path& file);
// The stems to train on: those that end in "train", or whatever there is when none does.
std::vector<std::string> trainingStems(const IdxPairs& pairs);
// The t10k or test pair of a training stem. Null when there is none.
const IdxPair* heldOutOf(const IdxPairs& pairs, const std::string& stem);

// Throws Error with file, byte offset and what was expected.
Dataset readIdxPair(const IdxPair& pair, const std::string& name, const LoadWatch& watch);

} // namespace latentscape
