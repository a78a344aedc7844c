#include "core/tensor/DnnlLayout.h"

#include <cstddef>

namespace latentscape::onednn {

namespace {

using dnnl::memory;

struct Blocking {
    memory::dims dims, filledUp, strides; // strides of the outer blocks
    memory::dims blocks, ofDimension;     // the inner ones, the innermost last
};

#if DNNL_VERSION_MAJOR >= 3
Blocking blockingOf(const memory::desc& layout) {
    return {layout.get_dims(), layout.get_padded_dims(), layout.get_strides(), layout.get_inner_blks(),
            layout.get_inner_idxs()};
}
#else
Blocking blockingOf(const memory::desc& layout) {
    const dnnl_memory_desc_t& d = layout.data;
    const dnnl_blocking_desc_t& b = d.format_desc.blocking;
    const auto list = [](const auto* values, int count) { return memory::dims(values, values + count); };
    return {list(d.dims, d.ndims), list(d.padded_dims, d.ndims), list(b.strides, d.ndims),
            list(b.inner_blks, b.inner_nblks), list(b.inner_idxs, b.inner_nblks)};
}
#endif

// As oneDNN's guide "Understanding Memory Formats" defines it.
std::int64_t placeOf(memory::dims index, const Blocking& layout) {
    std::int64_t place = 0;
    std::int64_t stride = 1;
    for (std::size_t i = layout.blocks.size(); i-- > 0;) {
        auto& position = index[static_cast<std::size_t>(layout.ofDimension[i])];
        place += position % layout.blocks[i] * stride;
        position /= layout.blocks[i];
        stride *= layout.blocks[i];
    }
    for (std::size_t d = 0; d < index.size(); ++d) {
        place += index[d] * layout.strides[d];
    }
    return place;
}

} // namespace

bool isFilledUp(const memory::desc& layout) {
    const Blocking blocking = blockingOf(layout);
    return blocking.dims != blocking.filledUp;
}

std::vector<std::int32_t> placesIn(const memory::desc& layout) {
    const Blocking blocking = blockingOf(layout);
    std::int64_t count = 1;
    for (const std::int64_t size : blocking.dims) {
        count *= size;
    }
    std::vector<std::int32_t> places;
    places.reserve(static_cast<std::size_t>(count));
    memory::dims index(blocking.dims.size(), 0);
    for (std::int64_t i = 0; i < count; ++i) {
        places.push_back(static_cast<std::int32_t>(placeOf(index, blocking)));
        for (std::size_t d = index.size(); d-- > 0;) { // the next one
            if (++index[d] < blocking.dims[d]) {
                break;
            }
            index[d] = 0;
        }
    }
    return places;
}

} // namespace latentscape::onednn
