// CIFAR-10 and CIFAR-100 in their binary version (https://www.cs.toronto.edu/~kriz/cifar.html): rows of one
// label (CIFAR-100: a coarse one, then a fine one) and 32 x 32 pixels as a red, a green and a blue plane,
// which are interleaved here.
#pragma once

#include "core/data/Dataset.h"
#include "core/data/LoadWatch.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace latentscape {

struct CifarFolder {
    std::string name; // "CIFAR-10", "CIFAR-100"
    std::filesystem::path folder;
    std::vector<std::filesystem::path> train; // data_batch_*.bin or train.bin
    std::filesystem::path test;               // empty: there is none
};

// By the names of files alone; fast. Nothing when there are none that can be trained on.
std::optional<CifarFolder> findCifar(const std::filesystem::path& folder);

// Throws Error (Input) when a batch before the last one is missing, or CIFAR-100 lies in the same folder: what
// was to be trained on is not clear then.
void requireClear(const CifarFolder& cifar);

// The images of these files of `cifar`, with the labels' names when the file of names lies beside them.
// Throws Error naming file, byte offset and what was expected.
Dataset readCifar(const CifarFolder& cifar, const std::vector<std::filesystem::path>& files,
                  const LoadWatch& watch = {});

} // namespace latentscape
