#include "ui/MapArrangement.h"

#include "core/tensor/Threads.h"
#include "core/train/Tsne.h"

#include <QElapsedTimer>

namespace latentscape {

namespace {

constexpr int kLook = 100; // ms between two looks at how far it is

} // namespace

MapArrangement::MapArrangement(QObject* parent)
    : QObject(parent) {
    connect(&m_task, &LatestTask::failed, this, [this](const QString& message) {
        m_underway.reset();
        emit changed();
        emit failed(message);
    });
}

void MapArrangement::start(std::shared_ptr<const LatentMap> map, std::int64_t step) {
    m_underway.reset();
    m_underwayStep = step;
    m_task.run([this, map = std::move(map), step](const std::stop_token& stop) -> std::function<void()> {
        setComputeThreads(0); // at a low priority: training goes before it
        QElapsedTimer timer;
        timer.start();
        double reached = 0;
        const WorkWatch watch{stop, [&](double share) { reached = share; }};
        const auto look = [&](const Tensor& positions) {
            if (timer.elapsed() < kLook)
                return;
            timer.start();
            m_task.tell(stop, [this, share = reached, plane = LatentPlane::ofArrangement(map, positions)] {
                m_underway = plane;
                emit changed();
                emit progressed(share);
            });
        };
        Tensor positions = tsne(map->latents, {}, watch, look);
        return [this, step, plane = LatentPlane::ofArrangement(map, std::move(positions))] {
            m_done = plane;
            m_doneStep = step;
            m_underway.reset();
            emit changed();
        };
    });
    emit progressed(0);
}

void MapArrangement::cancel() {
    m_task.cancel();
    m_underway.reset();
    emit changed();
}

void MapArrangement::forget() {
    m_done.reset();
    cancel();
}

} // namespace latentscape
