// Turns a Dataset into batches: a new order each epoch, drawn from (seed, epoch) alone so that a run can be
// resumed anywhere, images changed as AugmentConfig has it and then binarised if they are to be, and 8-bit
// pixels converted to floats in [0, 1]. The last batch of an epoch is partial.
#pragma once

#include "core/data/Augmentation.h"
#include "core/data/Binarisation.h"
#include "core/data/Dataset.h"
#include "core/tensor/Tensor.h"

namespace latentscape {

class BatchLoader {
public:
    // Throws Error when batch < 1. A batch larger than the data set is cut to it.
    BatchLoader(std::shared_ptr<const Dataset> data, std::int64_t batch, std::uint64_t seed,
                const AugmentConfig& augmentation = {}, Binarise binarise = Binarise::None);

    // Where the loader stands; cursor counts the images taken in this epoch.
    std::int64_t epoch() const { return m_epoch; }
    std::int64_t cursor() const { return m_cursor; }
    std::int64_t batch() const { return m_batch; }
    std::int64_t batchesPerEpoch() const;
    std::span<const std::uint32_t> order() const { return m_order; }
    std::span<const std::uint32_t> upcoming() const; // the images that next() will give
    void setBatch(std::int64_t batch); // from the next on; throws and cuts as the constructor does
    void setAugmentation(const AugmentConfig& augmentation) { m_augmentation = augmentation; }
    void seek(std::int64_t epoch, std::int64_t cursor);

    // The next batch, [n, height * width * channels] with n <= batch; crosses into the next epoch when one
    // ends, so that after the call cursor() == 0 means "an epoch has just ended" . The tensor stays valid
    // until the next call.
    const Tensor& next();

private:
    std::span<const std::uint8_t> changed(std::span<const std::uint32_t> indices);
    void prefetchNext() const;
    void reshuffle();

    std::shared_ptr<const Dataset> m_data;
    std::int64_t m_batch = 0;
    std::uint64_t m_seed;
    AugmentConfig m_augmentation;
    Binarise m_binarise;
    std::vector<std::uint8_t> m_changed; // images of a batch
    std::int64_t m_epoch = 0;
    std::int64_t m_cursor = 0;
    std::vector<std::uint32_t> m_order;
    Tensor m_full;
    Tensor m_partial;
};

// Images of the given indices as floats in [0, 1]: [indices.size(), height * width * channels].
Tensor gather(const Dataset& data, std::span<const std::uint32_t> indices);

// Their labels. The data must have some.
std::vector<std::uint16_t> labelsOf(const Dataset& data, std::span<const std::uint32_t> indices);

} // namespace latentscape
