// Makes a LatentMap of the run's newest weights, beside the window: of a VAE where it puts the held-out
// images, of a GAN what it makes of random latents. While it is followed a map is made again when newer
// weights arrive, with a rest of twice as long in between. UI thread.
#pragma once

#include "core/train/LatentMap.h"
#include "ui/ExploredModel.h"
#include "ui/LatestTask.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace latentscape {

class MapEncoder : public QObject {
    Q_OBJECT

public:
    static constexpr std::int64_t kMostPoints = 10'000;

    // The model must outlive it.
    explicit MapEncoder(const ExploredModel* model, QObject* parent = nullptr);

    void setFollowed(bool followed); // somebody looks at it and wants the newest weights
    void refresh();                  // now, with the newest weights
    void cancel();

    bool canEncode() const; // there are weights and, for a VAE, images that it takes
    bool isBusy() const { return m_task.isBusy(); }
    const std::shared_ptr<const LatentMap>& map() const { return m_map; }   // null: none yet
    std::int64_t step() const { return m_madeWith ? m_madeWith->step : 0; } // of its weights
    bool isOutdated() const { return m_map && m_madeWith != m_model->now().weights; }

signals:
    void changed();                // what canEncode(), isBusy() and isOutdated() say
    void progressed(double share); // 0 to 1
    void made();                   // map() is another one, or none
    void failed(const QString& message);

private:
    void forget();
    void follow();
    bool lacks() const;
    std::shared_ptr<const Dataset> images() const;
    std::int64_t sampleCount() const;

    const ExploredModel* m_model;
    std::shared_ptr<const LatentMap> m_map;
    std::shared_ptr<const Weights> m_madeWith;
    std::shared_ptr<const Weights> m_failedWith;
    bool m_followed = false;
    LatestTask m_task;
    QTimer m_rest;
};

} // namespace latentscape
