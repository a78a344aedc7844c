#include "core/data/BatchLoader.h"

#include "core/tensor/Error.h"
#include "core/tensor/Parallel.h"
#include "core/tensor/Random.h"
#include "core/tensor/Simd.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace latentscape {
namespace {

LATENTSCAPE_SIMD void convertBytes(const std::uint8_t* bytes, float* out, std::int64_t count) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        out[i] = static_cast<float>(bytes[i]) * (1.0f / 255.0f);
    }
}

// Each thread takes its pixels of all images: those that it meets again in the first layer and in the loss.
// bytesOf(i) points to those of image i.
template <typename BytesOf>
void convert(std::int64_t images, std::int64_t pixels, const BytesOf& bytesOf, float* out) {
    constexpr std::int64_t kGrain = 6'000; // pixels worth a thread
    parallelFor(pixels, kGrain / std::max<std::int64_t>(images, 1) + 1,
                [&](std::int64_t first, std::int64_t last) {
                    for (std::int64_t i = 0; i < images; ++i) {
                        convertBytes(bytesOf(i) + first, out + i * pixels + first, last - first);
                    }
                });
}

void convert(const Dataset& data, std::span<const std::uint32_t> indices, float* out) {
    convert(
        std::ssize(indices), data.shape().pixels(),
        [&](std::int64_t i) { return data.pixels(indices[static_cast<std::size_t>(i)]).data(); }, out);
}

} // namespace

BatchLoader::BatchLoader(std::shared_ptr<const Dataset> data, std::int64_t batch, std::uint64_t seed,
                         const AugmentConfig& augmentation, Binarise binarise)
    : m_data(std::move(data))
    , m_seed(seed)
    , m_augmentation(augmentation)
    , m_binarise(binarise) {
    setBatch(batch);
    m_order.resize(static_cast<std::size_t>(m_data->count()));
    reshuffle();
}

void BatchLoader::setBatch(std::int64_t batch) {
    if (batch < 1)
        throw Error(ErrorKind::Usage,
                    "The batch size is " + std::to_string(batch) + "; choose 1 or more images a step.");
    const std::int64_t cut = std::min(batch, m_data->count());
    if (std::exchange(m_batch, cut) != cut)
        m_full = Tensor({m_batch, m_data->shape().pixels()});
}

std::int64_t BatchLoader::batchesPerEpoch() const {
    return (m_data->count() + m_batch - 1) / m_batch;
}

void BatchLoader::seek(std::int64_t epoch, std::int64_t cursor) {
    if (epoch < 0 || cursor < 0 || cursor >= m_data->count())
        throw Error(ErrorKind::Usage, "No image " + std::to_string(cursor) + " in epoch " +
                                          std::to_string(epoch) + "; the data set holds " +
                                          std::to_string(m_data->count()) + " images.");
    m_epoch = epoch;
    m_cursor = cursor;
    reshuffle();
}

std::span<const std::uint32_t> BatchLoader::upcoming() const {
    const std::int64_t count = std::min(m_batch, m_data->count() - m_cursor);
    return order().subspan(static_cast<std::size_t>(m_cursor), static_cast<std::size_t>(count));
}

const Tensor& BatchLoader::next() {
    const auto indices = upcoming();
    const std::int64_t count = std::ssize(indices);
    if (count < m_batch && (m_partial.empty() || m_partial.dim(0) != count))
        m_partial = Tensor({count, m_data->shape().pixels()});
    Tensor& out = count == m_batch ? m_full : m_partial;
    if (isOn(m_augmentation) || m_binarise != Binarise::None) {
        const std::uint8_t* bytes = changed(indices).data();
        const std::int64_t pixels = out.dim(1);
        convert(
            count, pixels, [&](std::int64_t i) { return bytes + i * pixels; }, out.data());
    } else {
        convert(*m_data, indices, out.data());
    }
    m_cursor += count;
    if (m_cursor == m_data->count()) {
        m_cursor = 0;
        ++m_epoch;
        reshuffle();
    }
    prefetchNext();
    return out;
}

std::span<const std::uint8_t> BatchLoader::changed(std::span<const std::uint32_t> indices) {
    const auto pixels = static_cast<std::size_t>(m_data->shape().pixels());
    m_changed.resize(indices.size() * pixels);
    const int parts = partsFor(static_cast<std::int64_t>(m_changed.size()), 2'000);
    parallelParts(parts, [&](int part) {
        for (std::size_t i = static_cast<std::size_t>(part); i < indices.size();
             i += static_cast<std::size_t>(parts)) {
            const auto image = m_data->pixels(indices[i]);
            const auto out = std::span(m_changed).subspan(i * pixels, pixels);
            if (isOn(m_augmentation))
                augment(image, m_data->shape(), m_augmentation, augmentRandom(m_seed, m_epoch, indices[i]),
                        out);
            else
                std::ranges::copy(image, out.begin());
            if (m_binarise != Binarise::None)
                binarise(out, binariseRandom(m_binarise, m_seed, m_epoch, indices[i]));
        }
    });
    return m_changed;
}

// Images are drawn from all over the data set: what comes next travels to the cache while this step computes.
void BatchLoader::prefetchNext() const {
    for (const std::uint32_t index : upcoming()) {
        const auto bytes = m_data->pixels(index);
        for (std::size_t i = 0; i < bytes.size(); i += 64) {
            __builtin_prefetch(bytes.data() + i);
        }
    }
}

void BatchLoader::reshuffle() {
    std::iota(m_order.begin(), m_order.end(), 0u);
    Random(m_seed, kOrderStream + static_cast<std::uint64_t>(m_epoch)).shuffle(m_order);
}

Tensor gather(const Dataset& data, std::span<const std::uint32_t> indices) {
    Tensor images({static_cast<std::int64_t>(indices.size()), data.shape().pixels()});
    convert(data, indices, images.data());
    return images;
}

std::vector<std::uint16_t> labelsOf(const Dataset& data, std::span<const std::uint32_t> indices) {
    std::vector<std::uint16_t> labels;
    labels.reserve(indices.size());
    for (const std::uint32_t index : indices) {
        labels.push_back(data.factors(index)[0]);
    }
    return labels;
}

} // namespace latentscape
