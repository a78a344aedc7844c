// Finds a learning rate: tries ever larger ones on a model of its own, beside the window, and shows how the
// loss takes them. The session's run and model stay as they are. UI thread.
#pragma once

#include "ui/LatestTask.h"
#include "ui/Page.h"

#include "core/data/Dataset.h"
#include "core/train/LearningRateFinder.h"

class QLabel;

namespace latentscape {

class RatePlot;

class RatePage : public Page {
    Q_OBJECT

public:
    explicit RatePage(QWidget* parent = nullptr);

    // Searches anew. `images` are as they are loaded; others are loaded if the settings want them in
    // another form.
    void search(const TrainConfig& config, std::shared_ptr<const Dataset> images);
    void cancel();
    bool isSearching() const { return m_task.isBusy(); }

signals:
    void rateChosen(float rate);

protected:
    void hideEvent(QHideEvent* event) override;

private:
    void take(const RatePoint& point);
    void finish(const RateCurve& curve);
    void fail(const QString& message);

    RatePlot* m_plot;
    QLabel* m_words;
    QPushButton* m_use;
    QPushButton* m_cancel;
    int m_tried = 0;
    float m_suggestion = 0;
    LatestTask m_task;
};

} // namespace latentscape
