#include "ui/Decoder.h"

#include <utility>

namespace latentscape {

Decoder::Decoder(QObject* parent)
    : QObject(parent)
    , m_loop([this](std::shared_ptr<const DecodeResult> result) {
        QMetaObject::invokeMethod(
            this, [this, result] { accept(*result); }, Qt::QueuedConnection);
    })
    , m_thread(QThread::create([this] { m_loop.run(); })) {
    m_thread->setObjectName(QStringLiteral("decoder"));
    m_thread->start();
}

Decoder::~Decoder() {
    m_loop.stop();
    m_thread->wait();
}

void Decoder::setModel(const ModelConfig& config) {
    m_model = config;
    m_weights.reset();
    m_wanted = {};
    m_loop.setModel(config);
    emit modelChanged();
}

void Decoder::setWeights(std::shared_ptr<const Weights> weights) {
    m_loop.setWeights(weights);
    if (!std::exchange(m_weights, std::move(weights)))
        emit weightsArrived();
}

std::uint64_t Decoder::submit(DecodeRequest request) {
    request.id = ++m_lastId;
    m_wanted[static_cast<std::size_t>(request.kind)] = request.id;
    m_loop.submit(std::move(request));
    return m_lastId;
}

std::uint64_t Decoder::decodePoint(std::vector<float> latent, std::uint16_t label) {
    return submit({DecodeKind::Point, 0, std::move(latent), {label}, {}, {}});
}

std::uint64_t Decoder::decodeStrips(std::vector<float> latents, std::uint16_t label) {
    return submit({DecodeKind::Strips, 0, std::move(latents), {label}, {}, {}});
}

std::uint64_t Decoder::decodeSheet(std::vector<float> latents, std::vector<std::uint16_t> labels) {
    return submit({DecodeKind::Sheet, 0, std::move(latents), std::move(labels), {}, {}});
}

std::uint64_t Decoder::decodeManifold(std::vector<float> latents, std::uint16_t label) {
    return submit({DecodeKind::Manifold, 0, std::move(latents), {label}, {}, {}});
}

std::uint64_t Decoder::encode(std::shared_ptr<const Dataset> data, std::uint32_t index) {
    return submit({DecodeKind::Encoding, 0, {}, {}, std::move(data), {index}});
}

std::uint64_t Decoder::reconstruct(std::shared_ptr<const Dataset> data, std::vector<std::uint32_t> indices) {
    return submit({DecodeKind::Reconstruction, 0, {}, {}, std::move(data), std::move(indices)});
}

std::uint64_t Decoder::measureKl(std::shared_ptr<const Dataset> data) {
    return submit({DecodeKind::Kl, 0, {}, {}, std::move(data), {}});
}

void Decoder::release(DecodeKind kind) {
    m_wanted[static_cast<std::size_t>(kind)] = 0;
    m_loop.release(kind);
}

void Decoder::accept(const DecodeResult& result) {
    const DecodeOrigin origin = std::visit([](const auto& any) { return any.origin; }, result);
    if (const auto* failure = std::get_if<DecodeFailure>(&result)) {
        if (origin.id == 0 || origin.id == m_wanted[static_cast<std::size_t>(origin.kind)])
            emit failed(QString::fromStdString(failure->message));
        return;
    }
    if (origin.id != m_wanted[static_cast<std::size_t>(origin.kind)])
        return;
    if (const auto* images = std::get_if<DecodedImages>(&result)) {
        if (origin.kind == DecodeKind::Point)
            emit pointDecoded(*images);
        else if (origin.kind == DecodeKind::Manifold)
            emit manifoldDecoded(*images);
        else if (origin.kind == DecodeKind::Sheet)
            emit sheetDecoded(*images);
        else
            emit stripsDecoded(*images);
    } else if (const auto* encoding = std::get_if<EncodedImage>(&result)) {
        emit encoded(*encoding);
    } else if (const auto* pairs = std::get_if<ReconstructedImages>(&result)) {
        emit reconstructed(*pairs);
    } else if (const auto* kl = std::get_if<LatentKl>(&result)) {
        emit klMeasured(*kl);
    }
}

} // namespace latentscape
