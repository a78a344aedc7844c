// Some training images as they are, and below them as a run would see them: changed at random. Lives on the
// UI thread; the changes are made beside it.
#pragma once

#include "core/train/TrainConfig.h"
#include "ui/LatestTask.h"

#include <QWidget>

namespace latentscape {

class ImageStage;

class AugmentPreview : public QWidget {
    Q_OBJECT

public:
    explicit AugmentPreview(QWidget* parent = nullptr);

    void setData(std::shared_ptr<const Dataset> images);
    void setConfig(const TrainConfig& config);
    void drawAgain(); // with other random numbers

protected:
    void showEvent(QShowEvent* event) override;

private:
    void draw();

    ImageStage* m_stage;
    std::shared_ptr<const Dataset> m_data;
    AugmentConfig m_augment;
    Binarise m_binarise = Binarise::None;
    std::uint64_t m_seed = 0;
    std::int64_t m_epoch = 0; // the random numbers are those of this one
    LatestTask m_task;
};

} // namespace latentscape
