// Arranges the points of a map by t-SNE, beside the window, with a look at how far it is. UI thread.
#pragma once

#include "core/train/LatentPlane.h"
#include "ui/LatestTask.h"

#include <QObject>

#include <memory>
#include <optional>

namespace latentscape {

class MapArrangement : public QObject {
    Q_OBJECT

public:
    explicit MapArrangement(QObject* parent = nullptr);

    void start(std::shared_ptr<const LatentMap> map, std::int64_t step); // of its weights
    void cancel();                                                       // what there was before comes back
    void forget();
    bool isBusy() const { return m_task.isBusy(); }

    // The last one that was finished, or the one that is being made, as far as it is.
    const std::optional<LatentPlane>& plane() const { return isBusy() && m_underway ? m_underway : m_done; }
    std::int64_t step() const { return isBusy() && m_underway ? m_underwayStep : m_doneStep; }

signals:
    void changed();                // plane() is another one
    void progressed(double share); // 0 to 1
    void failed(const QString& message);

private:
    std::optional<LatentPlane> m_done, m_underway;
    std::int64_t m_doneStep = 0;
    std::int64_t m_underwayStep = 0;
    LatestTask m_task;
};

} // namespace latentscape
