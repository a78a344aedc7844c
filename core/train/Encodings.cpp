#include "core/train/Encodings.h"

#include "core/data/BatchLoader.h"
#include "core/train/Condition.h"

#include <algorithm>
#include <numeric>

namespace latentscape {

namespace {

constexpr std::int64_t kBatch = 200;      // images between two looks at the watch
constexpr std::int64_t kSearchBatch = 10; // of a GAN

} // namespace

Tensor encodeAll(Model& model, const Dataset& data, const WorkWatch& watch) {
    const std::int64_t batch = model.config().kind == ModelKind::Vae ? kBatch : kSearchBatch;
    Tensor means({data.count(), model.config().latent});
    std::vector<std::uint32_t> indices;
    for (std::int64_t first = 0; first < data.count(); first += batch) {
        indices.resize(static_cast<std::size_t>(std::min(batch, data.count() - first)));
        std::iota(indices.begin(), indices.end(), static_cast<std::uint32_t>(first));
        const Encoding encoding =
            model.encode(gather(data, indices), labelsFor(model.config(), data, indices));
        std::ranges::copy(encoding.mean.values(), means.row(first).begin());
        watch.reached(first + static_cast<std::int64_t>(indices.size()), data.count());
    }
    return means;
}

} // namespace latentscape
