// Where the values of a tensor lie in one of oneDNN's blocked layouts, worked out here: into layouts whose
// blocks have to be filled up (33 channels in blocks of 16) the reorders of oneDNN 3.7 write wrong values.
#pragma once

#include "core/tensor/Dnnl.h"

#include <cstdint>
#include <vector>

namespace latentscape::onednn {

// Whether there are values in it beyond those of the tensor, which must be zero.
bool isFilledUp(const dnnl::memory::desc& layout);

// Of each value in the order of its indices, the last index fastest, its place in the layout.
std::vector<std::int32_t> placesIn(const dnnl::memory::desc& layout);

} // namespace latentscape::onednn
