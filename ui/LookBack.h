// Looks at a moment of the past while the run goes on: reads it beside the window, and says what model is to
// be shown, that of the moment or the newest. Owned by the Session; UI thread, where no call blocks.
#pragma once

#include "core/train/Snapshot.h"
#include "ui/LatestTask.h"
#include "ui/Problem.h"

namespace latentscape {

// A model to be shown: the newest, or of a moment of the past.
struct ShownModel {
    std::shared_ptr<const Weights> weights;
    std::vector<float> klPerLatent; // empty: not known
};

class LookBack : public QObject {
    Q_OBJECT

public:
    explicit LookBack(QObject* parent = nullptr);

    void forget(); // another run is shown
    void follow(const Snapshot& snapshot);
    // Reads the file, or takes the checkpoint if that is at hand, and shows it. The latest call wins.
    void lookAt(std::int64_t step, const QString& file, std::shared_ptr<const Checkpoint> unwritten,
                std::shared_ptr<const Dataset> heldOut);
    void lookAtNow();

    bool isOn() const { return m_moment != nullptr; }
    // All that was known in that moment, with its checkpoint. Null now.
    const std::shared_ptr<const Snapshot>& moment() const { return m_moment; }
    const ShownModel& shown() const { return isOn() ? m_past : m_now; }

signals:
    void changed();      // isOn(), or the moment
    void shownChanged(); // shown()
    void failed(const latentscape::Problem& problem);

private:
    ShownModel m_now;
    ShownModel m_past;
    std::shared_ptr<const Snapshot> m_moment;
    QString m_file;
    LatestTask m_reading;
};

} // namespace latentscape
