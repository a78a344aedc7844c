// Times an epoch of each preset on the images that are loaded, one after the other beside the window while
// nothing else is to be done, so that one knows before choosing what a preset takes on this machine. UI
// thread.
#pragma once

#include "core/train/Preset.h"
#include "ui/LatestTask.h"

#include <QTimer>

#include <map>
#include <optional>

namespace latentscape {

class PresetTimes : public QObject {
    Q_OBJECT

public:
    explicit PresetTimes(QObject* parent = nullptr);

    // Of these presets, made to fit the data; what was measured on others is forgotten.
    void follow(const std::vector<Preset>& fitted, const std::shared_ptr<const Dataset>& data);
    void cancel(); // the processor is needed for something else; follow() goes on
    const std::map<std::string, double>& seconds() const { return m_seconds; } // by the preset's name

signals:
    void measured();

private:
    void measure();

    std::vector<Preset> m_presets;
    std::shared_ptr<const Dataset> m_data;
    std::map<std::string, double> m_seconds;
    QTimer m_delay;
    LatestTask m_task;
};

} // namespace latentscape
