// Where a model puts images, as numbers for other programs. On the thread that owns the model.
#pragma once

#include "core/data/Dataset.h"
#include "core/tensor/Tensor.h"
#include "core/train/LatentPlane.h"

#include <filesystem>
#include <string>
#include <vector>

namespace latentscape {

// Throws Error (Usage) unless the name ends in .npy or .csv: before anything is computed.
void requireEmbeddingName(const std::filesystem::path& out);

// means: [n, latent], of the first n images of `data`, as posteriorMeans() gives them.
//   .npy: floats [n, latent]; if the images have labels, NAME-labels.npy beside it: integers [n, factors]
//   .csv: a row an image: its index, a column for each label, and z0, z1...
// Labels are numbers; a CSV file also has the class's name, if there is one. Returns the files written.
// Atomic each. Throws Error (Usage), (Io).
std::vector<std::filesystem::path> saveEmbeddings(const std::filesystem::path& out, const Tensor& means,
                                                  const Dataset& data);

// The points of a map, where they lie on this plane.
//   .csv: a row a point: as above, and before z0 its x and y and what the map knows of it: of a VAE the KL of
//         the image in nats and the squared error of its reconstruction, of a GAN the distance from the
//         middle
//   .npy: floats [n, 2]: x, y; NAME-latents.npy and, if there are labels, NAME-labels.npy beside it
// Returns the files written. Atomic each. Throws likewise.
std::vector<std::filesystem::path> saveMap(const std::filesystem::path& out, const LatentPlane& plane);

// Latents [n, latent] with a name each: .npy holds the floats, .csv the names, too. Atomic. Throws likewise.
void saveLatents(const std::filesystem::path& out, const std::vector<std::string>& names,
                 const Tensor& latents);

} // namespace latentscape
