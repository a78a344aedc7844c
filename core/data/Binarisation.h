// Images made of black and white pixels alone, as models with a Bernoulli likelihood and their figures in the
// literature want them: a pixel of grey level p is white with probability p (Salakhutdinov & Murray 2008, "On
// the quantitative analysis of deep belief networks").
#pragma once

#include "core/data/Dataset.h"
#include "core/tensor/Random.h"

#include <array>
#include <utility>

namespace latentscape {

// Static: drawn once and for all, from a seed of its own, so that runs of all seeds see the same images, as
// they would with the data sets that go by that name. A draw and no threshold, because theirs are drawn.
// Dynamic: drawn anew each time an image is seen (Burda et al. 2016), from (seed, epoch, index of the image)
// alone: the same in every run, with any batch, number of threads or point of resuming.
// Of held-out images there is one draw in both cases.
enum class Binarise { None, Static, Dynamic };

// As they stand in files and on the command line.
inline constexpr std::array kBinariseNames{std::pair{Binarise::None, "none"},
                                           std::pair{Binarise::Static, "static"},
                                           std::pair{Binarise::Dynamic, "dynamic"}};

// Where the draw of one training image comes from; not for Binarise::None.
Random binariseRandom(Binarise binarise, std::uint64_t seed, std::int64_t epoch, std::uint32_t index);

// Each byte becomes 0 or 255.
void binarise(std::span<std::uint8_t> pixels, Random random);

// Held-out images: the same ones whenever and by whomever they are asked for.
std::shared_ptr<const Dataset> heldOutBinarised(const Dataset& data);

} // namespace latentscape
