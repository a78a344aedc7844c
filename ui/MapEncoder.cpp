#include "ui/MapEncoder.h"

#include "core/tensor/Threads.h"
#include "core/train/Latents.h"

#include <QElapsedTimer>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kRest = 2;                // times as long as the map took
constexpr int kLeastRest = 1000;        // ms
constexpr std::int64_t kSamples = 2000; // of a GAN
constexpr std::int64_t kLeastSamples = 256;
constexpr std::int64_t kMostSampleBytes = 32 * 1024 * 1024; // their pictures stay in memory

} // namespace

MapEncoder::MapEncoder(const ExploredModel* model, QObject* parent)
    : QObject(parent)
    , m_model(model) {
    m_rest.setSingleShot(true);
    connect(model, &ExploredModel::replaced, this, [this] {
        forget();
        follow();
    });
    connect(model, &ExploredModel::weightsArrived, this, [this] {
        emit changed();
        follow();
    });
    connect(&m_rest, &QTimer::timeout, this, &MapEncoder::follow);
    connect(&m_task, &LatestTask::failed, this, [this](const QString& message) {
        m_failedWith = m_model->now().weights; // once is enough
        emit changed();
        emit failed(message);
    });
}

void MapEncoder::forget() {
    m_task.cancel();
    m_rest.stop();
    m_map.reset();
    m_madeWith.reset();
    m_failedWith.reset();
    emit changed();
    emit made();
}

void MapEncoder::setFollowed(bool followed) {
    m_followed = followed;
    follow();
}

void MapEncoder::cancel() {
    m_task.cancel();
    emit changed();
}

bool MapEncoder::canEncode() const {
    return m_model->isVae() ? m_model->canEncode() : m_model->now().weights != nullptr;
}

bool MapEncoder::lacks() const {
    if (m_failedWith == m_model->now().weights)
        return false;
    return !m_map || isOutdated();
}

void MapEncoder::follow() {
    if (m_followed && canEncode() && !isBusy() && !m_rest.isActive() && lacks())
        refresh();
}

std::shared_ptr<const Dataset> MapEncoder::images() const {
    const LoadedData& data = m_model->now().data;
    return data.heldOut ? data.heldOut : data.train;
}

std::int64_t MapEncoder::sampleCount() const {
    return std::clamp(kMostSampleBytes / m_model->now().config.model.image.pixels(), kLeastSamples, kSamples);
}

void MapEncoder::refresh() {
    if (!canEncode())
        return;
    m_rest.stop();
    m_task.run([this, model = m_model->now(), data = images(),
                samples = sampleCount()](const std::stop_token& stop) -> std::function<void()> {
        setComputeThreads(1);
        QElapsedTimer timer;
        timer.start();
        const WorkWatch watch{
            stop, [&](double share) { m_task.tell(stop, [this, share] { emit progressed(share); }); }};
        const auto copy = model.build();
        auto map = std::make_shared<LatentMap>(
            model.config.model.kind == ModelKind::Gan
                ? mapSamples(*copy, samples, 0, watch)
                : mapEncodings(*copy, asSeen(model.config, someOf(data, kMostPoints)), watch));
        return [this, map, weights = model.weights, took = timer.elapsed()] {
            m_map = map;
            m_madeWith = weights;
            m_rest.start(std::max(kLeastRest, static_cast<int>(kRest * took)));
            emit changed();
            emit made();
        };
    });
    emit changed();
}

} // namespace latentscape
