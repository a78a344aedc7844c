#include "ui/DecodeLoop.h"

#include "core/data/BatchLoader.h"
#include "core/tensor/Threads.h"
#include "core/train/Condition.h"
#include "ui/ModelCopy.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace latentscape {

namespace {

using namespace std::chrono_literals;

constexpr auto kRemakeInterval = 50ms; // newer weights: new pictures at most so often
constexpr int kRest = 4;               // and no more than a fifth of a core, where a picture takes long
constexpr std::int64_t kMeasureChunk =
    64; // images; some milliseconds, the longest a slider waits for measuring
constexpr std::int64_t kManifoldChunk = 16; // pictures, the longest a slider waits for a manifold

bool takesManyTurns(DecodeKind kind) {
    return kind == DecodeKind::Manifold || kind == DecodeKind::Kl;
}

Images toImages(const Tensor& batch, const ImageShape& shape) {
    auto images = std::make_shared<std::vector<Image>>();
    for (std::int64_t i = 0; i < batch.dim(0); ++i)
        images->push_back(toImage(batch.row(i), shape));
    return images;
}

} // namespace

DecodeLoop::DecodeLoop(std::function<void(std::shared_ptr<const DecodeResult>)> deliver)
    : m_deliver(std::move(deliver)) {}

void DecodeLoop::setModel(const ModelConfig& config) {
    {
        const std::lock_guard lock(m_mutex);
        m_newModel = config;
        m_weights.reset();
        m_slots = {};
    }
    m_changed.notify_one();
}

void DecodeLoop::setWeights(std::shared_ptr<const Weights> weights) {
    {
        const std::lock_guard lock(m_mutex);
        m_weights = std::move(weights);
    }
    m_changed.notify_one();
}

void DecodeLoop::submit(DecodeRequest request) {
    {
        const std::lock_guard lock(m_mutex);
        const auto kind = static_cast<std::size_t>(request.kind);
        m_slots[kind] = Slot{std::move(request), true, {}};
    }
    m_changed.notify_one();
}

void DecodeLoop::release(DecodeKind kind) {
    const std::lock_guard lock(m_mutex);
    m_slots[static_cast<std::size_t>(kind)].reset();
}

void DecodeLoop::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_one();
}

void DecodeLoop::run() {
    setComputeThreads(1); // one picture needs no more, and training wants the cores
    while (const auto work = next()) {
        try {
            const auto since = Clock::now();
            serve(*work);
            if (!takesManyTurns(work->request.kind))
                m_served[static_cast<std::size_t>(work->request.kind)] = Clock::now() - since;
        } catch (const std::exception& error) {
            finish(work->request);
            deliver(DecodeFailure{{work->request.kind, work->request.id, work->weights->step}, error.what()});
        }
    }
    m_model.reset(); // on the thread that made it
}

// The most urgent request that is due. Under the lock.
DecodeLoop::Slot* DecodeLoop::nextSlot() {
    for (auto& slot : m_slots) {
        if (slot && slot->due)
            return &*slot;
    }
    return nullptr;
}

std::optional<DecodeLoop::Work> DecodeLoop::next() {
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        if (m_newModel) {
            const ModelConfig config = *std::exchange(m_newModel, std::nullopt);
            lock.unlock();
            buildModel(config);
            lock.lock();
            continue;
        }
        if (!m_model || !m_weights) {
            m_changed.wait(lock);
            continue;
        }
        if (Slot* slot = nextSlot()) {
            slot->due = takesManyTurns(slot->request.kind);
            slot->made = m_weights;
            return Work{slot->request, m_weights};
        }
        const auto outdated = [this](const auto& slot) { return slot && slot->made != m_weights; };
        if (std::none_of(m_slots.begin(), m_slots.end(), outdated)) {
            m_changed.wait(lock);
        } else if (const auto due = m_remade + std::max<Clock::duration>(kRemakeInterval, kRest * served());
                   Clock::now() < due) {
            m_changed.wait_until(lock, due);
        } else {
            for (auto& slot : m_slots) {
                if (outdated(slot))
                    slot->due = true;
            }
            m_remade = Clock::now();
        }
    }
    return std::nullopt;
}

// How long it takes to make all pictures again that are wanted. Under the lock.
DecodeLoop::Clock::duration DecodeLoop::served() const {
    Clock::duration sum{};
    for (std::size_t kind = 0; kind < kDecodeKinds; ++kind) {
        if (m_slots[kind] && static_cast<DecodeKind>(kind) != DecodeKind::Kl)
            sum += m_served[kind];
    }
    return sum;
}

void DecodeLoop::buildModel(const ModelConfig& config) {
    m_loaded.reset();
    m_filling = {};
    m_measuring = {};
    m_served = {};
    m_model.reset();
    try {
        m_model = makeModel(config, {}, 0);
    } catch (const std::exception& error) {
        deliver(DecodeFailure{{}, error.what()});
    }
}

void DecodeLoop::load(const std::shared_ptr<const Weights>& weights) {
    if (weights == m_loaded)
        return;
    restoreWeights(*weights, *m_model);
    m_loaded = weights;
}

void DecodeLoop::serve(const Work& work) {
    switch (work.request.kind) {
    case DecodeKind::Point:
    case DecodeKind::Strips:
    case DecodeKind::Sheet:
        decode(work);
        break;
    case DecodeKind::Encoding:
        encode(work);
        break;
    case DecodeKind::Reconstruction:
        reconstruct(work);
        break;
    case DecodeKind::Manifold:
        fillManifold(work);
        break;
    case DecodeKind::Kl:
        measureChunk(work);
        break;
    }
}

void DecodeLoop::decode(const Work& work) {
    load(work.weights);
    const std::int64_t latent = m_model->config().latent;
    const auto count = static_cast<std::int64_t>(work.request.latents.size()) / latent;
    const Tensor images = m_model->decode(Tensor({count, latent}, work.request.latents), work.request.labels);
    deliver(DecodedImages{{work.request.kind, work.request.id, work.weights->step},
                          toImages(images, m_model->config().image),
                          work.request.latents,
                          work.request.labels});
}

void DecodeLoop::encode(const Work& work) {
    const Dataset& data = *work.request.data;
    const auto& indices = work.request.indices;
    requireShape(m_model->config(), data);
    load(work.weights);
    const Encoding encoding =
        m_model->encode(gather(data, indices), labelsFor(m_model->config(), data, indices));
    const auto mean = encoding.mean.row(0);
    finish(work.request); // sliders stay where the hand puts them when newer weights arrive
    deliver(EncodedImage{{work.request.kind, work.request.id, work.weights->step},
                         work.request.indices.front(),
                         {mean.begin(), mean.end()}});
}

void DecodeLoop::reconstruct(const Work& work) {
    const DecodeRequest& request = work.request;
    requireShape(m_model->config(), *request.data);
    load(work.weights);
    const Tensor images = gather(*request.data, request.indices);
    const auto labels = labelsFor(m_model->config(), *request.data, request.indices);
    const Encoding encoding = m_model->encode(images, labels);
    const Tensor generated = m_model->decode(encoding.mean, labels);

    ReconstructedImages result{
        {request.kind, request.id, work.weights->step}, request.indices, nullptr, nullptr, {}};
    result.errors.add(images, encoding, generated, request.data->shape());
    auto originals = std::make_shared<std::vector<Image>>();
    for (const std::uint32_t index : request.indices)
        originals->push_back(request.data->image(index));
    result.originals = std::move(originals);
    result.generated = toImages(generated, request.data->shape());
    deliver(std::move(result));
}

void DecodeLoop::fillManifold(const Work& work) {
    const DecodeRequest& request = work.request;
    const auto latent = static_cast<std::size_t>(m_model->config().latent);
    const auto count = static_cast<std::int64_t>(request.latents.size() / latent);
    if (m_filling.id != request.id)
        m_filling = {request.id, work.weights, std::make_shared<std::vector<Image>>(), {}};
    load(m_filling.weights);
    const auto since = Clock::now();
    const auto done = static_cast<std::int64_t>(m_filling.images->size());
    const std::int64_t n = std::min(kManifoldChunk, count - done);
    if (n > 0) {
        const auto rows =
            std::span(request.latents)
                .subspan(static_cast<std::size_t>(done) * latent, static_cast<std::size_t>(n) * latent);
        const Tensor images = m_model->decode(Tensor({n, m_model->config().latent}, rows), request.labels);
        const auto made = toImages(images, m_model->config().image);
        m_filling.images->insert(m_filling.images->end(), made->begin(), made->end());
    }
    m_filling.spent += Clock::now() - since;
    if (done + n < count)
        return;
    const Filling filled = std::exchange(m_filling, {});
    isMade(request, filled.weights);
    m_served[static_cast<std::size_t>(request.kind)] = filled.spent;
    deliver(DecodedImages{
        {request.kind, request.id, filled.weights->step}, filled.images, request.latents, request.labels});
}

// KL(q(z|x) || N(0, 1)) of one latent of one image = (mean^2 + var - log var - 1) / 2; Kingma & Welling 2014,
// app. B.
void DecodeLoop::measureChunk(const Work& work) {
    const Dataset& data = *work.request.data;
    requireShape(m_model->config(), data);
    if (m_model->config().kind == ModelKind::Gan) { // has no encoder
        finish(work.request);
        deliver(LatentKl{{DecodeKind::Kl, work.request.id, work.weights->step}, {}});
        return;
    }
    if (m_measuring.id != work.request.id)
        m_measuring = {work.request.id, work.weights, 0, std::vector<double>(m_model->config().latent)};
    load(m_measuring.weights);

    std::vector<std::uint32_t> indices(std::min(kMeasureChunk, data.count() - m_measuring.done));
    std::iota(indices.begin(), indices.end(), static_cast<std::uint32_t>(m_measuring.done));
    const Encoding encoding =
        m_model->encode(gather(data, indices), labelsFor(m_model->config(), data, indices));
    for (std::int64_t i = 0; i < encoding.mean.dim(0); ++i) {
        for (std::size_t d = 0; d < m_measuring.klSums.size(); ++d) {
            const double mean = encoding.mean.row(i)[d];
            const double logvar = encoding.logvar.row(i)[d];
            m_measuring.klSums[d] += 0.5 * (mean * mean + std::exp(logvar) - logvar - 1);
        }
    }
    m_measuring.done += encoding.mean.dim(0);
    if (m_measuring.done < data.count())
        return;
    std::vector<float> kl;
    for (const double sum : m_measuring.klSums)
        kl.push_back(static_cast<float>(sum / static_cast<double>(data.count())));
    finish(work.request);
    deliver(LatentKl{{DecodeKind::Kl, work.request.id, m_measuring.weights->step}, std::move(kl)});
    m_measuring = {};
}

// What takes many turns has had its last one: now it waits for newer weights.
void DecodeLoop::isMade(const DecodeRequest& request, const std::shared_ptr<const Weights>& weights) {
    const std::lock_guard lock(m_mutex);
    auto& slot = m_slots[static_cast<std::size_t>(request.kind)];
    if (slot && slot->request.id == request.id) {
        slot->due = false;
        slot->made = weights;
    }
}

// Empties the slot unless a newer request lies in it.
void DecodeLoop::finish(const DecodeRequest& request) {
    const std::lock_guard lock(m_mutex);
    auto& slot = m_slots[static_cast<std::size_t>(request.kind)];
    if (slot && slot->request.id == request.id)
        slot.reset();
}

} // namespace latentscape
