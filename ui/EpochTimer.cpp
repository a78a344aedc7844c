#include "ui/EpochTimer.h"

#include "core/train/EpochTime.h"

namespace latentscape {

namespace {

constexpr int kCalm = 600; // ms without a change

// Neither the rate nor what ends the run makes an epoch longer.
std::string keyOf(TrainConfig config) {
    config.preset.clear();
    config.epochs = 1;
    config.learningRate = 0;
    config.beta = 1;
    config.seed = 0;
    config.schedule = {};
    config.patience = 0;
    config.minDelta = 0;
    return toJson(config);
}

} // namespace

EpochTimer::EpochTimer(QObject* parent)
    : QObject(parent) {
    m_delay.setSingleShot(true);
    m_delay.setInterval(kCalm);
    connect(&m_delay, &QTimer::timeout, this, &EpochTimer::measure);
}

void EpochTimer::follow(const TrainConfig& config, const std::shared_ptr<const Dataset>& data) {
    const std::string key = keyOf(config);
    if (key != m_key || data != m_data) {
        m_key = key;
        m_data = data;
        m_seconds.reset();
        m_task.cancel();
        m_delay.stop();
    }
    m_config = config;
    if (!m_seconds && !m_task.isBusy() && !m_delay.isActive()) {
        m_delay.start();
    }
}

void EpochTimer::cancel() {
    m_delay.stop();
    m_task.cancel();
}

// Settings that fail are told of elsewhere.
void EpochTimer::measure() {
    m_task.run(
        [this, config = m_config, data = m_data](const std::stop_token& stop) -> std::function<void()> {
            const auto seconds = measureEpoch(config, data, stop);
            return [this, seconds] {
                m_seconds = seconds;
                emit measured();
            };
        });
}

} // namespace latentscape
