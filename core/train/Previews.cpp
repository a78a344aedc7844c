#include "core/train/Previews.h"

#include <utility>

namespace latentscape {

Previews::Previews(double weightsInterval, double samplesInterval, const PictureCounts& counts)
    : m_copies(weightsInterval > 0)
    , m_draws(samplesInterval > 0)
    , m_counts(counts)
    , m_weightsTimer(weightsInterval)
    , m_samplesTimer(samplesInterval) {}

void Previews::takeOtherLatents() {
    ++m_counts.series;
    m_drawingWanted = true;
}

void Previews::addTo(Snapshot& snapshot, Model& model, std::int64_t modelStep, const Dataset* heldOut,
                     std::uint64_t seed, bool all) {
    const bool draw = std::exchange(m_drawingWanted, false) || (all && m_draws) || m_samplesTimer.due();
    if (((all || draw) && m_copies) || m_weightsTimer.due()) {
        const auto values = model.parameters().values();
        snapshot.weights =
            std::make_shared<const Weights>(modelStep, std::vector<float>(values.begin(), values.end()));
    }
    if (draw) {
        const ProgressPictures pictures = drawProgress(model, heldOut, seed, m_counts);
        snapshot.samples = pictures.samples;
        snapshot.series = m_counts.series;
        snapshot.reconstructions = pictures.reconstructions;
    }
}

} // namespace latentscape
