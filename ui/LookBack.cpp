#include "ui/LookBack.h"

#include "core/tensor/Threads.h"

#include <utility>

namespace latentscape {

LookBack::LookBack(QObject* parent)
    : QObject(parent) {
    connect(&m_reading, &LatestTask::failed, this, [this](const QString& message) {
        emit failed({Problem::What::MomentNotRead, m_file, message});
    });
}

void LookBack::forget() {
    m_reading.cancel();
    m_now = {};
    if (std::exchange(m_moment, {})) {
        emit changed();
    }
}

void LookBack::follow(const Snapshot& snapshot) {
    if (!snapshot.epochs.empty()) {
        m_now.klPerLatent = snapshot.epochs.back().klPerLatent;
    }
    if (snapshot.weights) {
        m_now.weights = snapshot.weights;
    }
    if (!isOn() && (snapshot.weights || !snapshot.epochs.empty())) {
        emit shownChanged();
    }
}

void LookBack::lookAt(std::int64_t step, const QString& file, std::shared_ptr<const Checkpoint> unwritten,
                      std::shared_ptr<const Dataset> heldOut) {
    if (isOn() && m_moment->step == step) {
        return;
    }
    m_file = file;
    m_reading.run([this, file, unwritten = std::move(unwritten),
                   heldOut = std::move(heldOut)](const std::stop_token&) -> std::function<void()> {
        setComputeThreads(1); // training has the others
        const auto checkpoint =
            unwritten ? unwritten : std::make_shared<const Checkpoint>(loadCheckpoint(file.toStdString()));
        const auto moment = std::make_shared<const Snapshot>(snapshotOf(checkpoint, {}, heldOut.get()));
        return [this, moment] {
            m_moment = moment;
            m_past.weights = moment->weights;
            m_past.klPerLatent =
                moment->epochs.empty() ? std::vector<float>() : moment->epochs.back().klPerLatent;
            emit changed();
            emit shownChanged();
        };
    });
}

void LookBack::lookAtNow() {
    m_reading.cancel();
    if (std::exchange(m_moment, {})) {
        emit changed();
        emit shownChanged();
    }
}

} // namespace latentscape
