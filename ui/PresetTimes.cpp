#include "ui/PresetTimes.h"

#include "ui/Background.h"

#include "core/train/EpochTime.h"

#include <limits>

namespace latentscape {

namespace {

constexpr int kCalm = 3000; // ms without anything else to do

} // namespace

PresetTimes::PresetTimes(QObject* parent)
    : QObject(parent) {
    m_delay.setSingleShot(true);
    m_delay.setInterval(kCalm);
    connect(&m_delay, &QTimer::timeout, this, &PresetTimes::measure);
}

void PresetTimes::follow(const std::vector<Preset>& fitted, const std::shared_ptr<const Dataset>& data) {
    if (data != m_data) {
        m_data = data;
        m_seconds.clear();
        cancel();
    }
    m_presets = fitted;
    if (!m_task.isBusy() && !m_delay.isActive()) {
        m_delay.start();
    }
}

void PresetTimes::cancel() {
    m_delay.stop();
    m_task.cancel();
}

// One that can't be timed, because it does not fit the images, is not tried again.
void PresetTimes::measure() {
    for (const Preset& preset : m_presets) {
        if (m_seconds.contains(preset.name)) {
            continue;
        }
        m_task.run([this, preset, data = m_data](const std::stop_token& stop) -> std::function<void()> {
            std::optional<double> seconds = std::numeric_limits<double>::quiet_NaN();
            guarded([&] { seconds = measureEpoch(preset.config, data, stop); }, [](const QString&) {});
            return [this, name = preset.name, seconds] {
                if (seconds) {
                    m_seconds[name] = *seconds;
                    emit measured();
                    measure();
                }
            };
        });
        return;
    }
}

} // namespace latentscape
