// Times an epoch of the settings that are shown, beside the window: some time after they were last changed,
// so that typing does not start it. UI thread.
#pragma once

#include "core/data/Dataset.h"
#include "core/train/TrainConfig.h"
#include "ui/LatestTask.h"

#include <QTimer>

#include <optional>
#include <string>

namespace latentscape {

class EpochTimer : public QObject {
    Q_OBJECT

public:
    explicit EpochTimer(QObject* parent = nullptr);

    // Of these settings on these images; what was measured for others is forgotten.
    void follow(const TrainConfig& config, const std::shared_ptr<const Dataset>& data);
    // The processor is needed for something else; follow() begins again.
    void cancel();
    void setSeconds(double seconds) { m_seconds = seconds; } // what a run with these settings takes
    std::optional<double> seconds() const { return m_seconds; }
    bool isTiming() const { return m_delay.isActive() || m_task.isBusy(); } // or is about to

signals:
    void measured();

private:
    void measure();

    TrainConfig m_config;
    std::shared_ptr<const Dataset> m_data;
    std::string m_key; // what the time depends on
    std::optional<double> m_seconds;
    QTimer m_delay;
    LatestTask m_task;
};

} // namespace latentscape
