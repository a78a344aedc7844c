// Measures what a model makes of all images of a data set, with a copy of the weights of a moment, on a
// thread of its own beside everything else. Lives on the UI thread, where no call blocks.
#pragma once

#include "core/train/ReconstructionErrors.h"
#include "core/train/Snapshot.h"
#include "ui/LatestTask.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace latentscape {

class ErrorMeter : public QObject {
    Q_OBJECT

public:
    struct Subject {
        ModelConfig model;
        std::shared_ptr<const Weights> weights;
        std::shared_ptr<const Dataset> data;
    };

    explicit ErrorMeter(QObject* parent = nullptr);

    // The result of before stays until the new one is there. threads: 0 for all cores.
    void measure(const Subject& subject, int threads);
    void cancel(); // what is known stays
    void forget(); // other images, or another model

    bool isBusy() const { return m_task.isBusy(); }
    qint64 busyFor() const { return m_since.elapsed(); } // milliseconds since the last one began
    qint64 took() const { return m_took; }               // so many the last one
    const std::shared_ptr<const MeasuredErrors>& result() const { return m_result; } // null: not known
    // That were measured last, or are being measured, or would be had it not been cancelled.
    const std::shared_ptr<const Weights>& weights() const { return m_weights; }

signals:
    void measured();
    void progressed(double share); // 0 to 1
    void failed(const QString& message);

private:
    std::shared_ptr<const MeasuredErrors> m_result;
    std::shared_ptr<const Weights> m_weights;
    QElapsedTimer m_since;
    qint64 m_took = 0;
    LatestTask m_task;
};

} // namespace latentscape
