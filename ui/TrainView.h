// Watch it learn: the curves, the figures of now, and what the model draws from the same latents since the
// start. Shows the snapshots it is given and asks for what it can't do itself. UI thread.
#pragma once

#include "core/train/Snapshot.h"
#include "core/train/TrainConfig.h"
#include "ui/MomentStore.h"

#include <QWidget>

#include <functional>

class QStackedLayout;
class QStackedWidget;
class QToolButton;

namespace latentscape {

class Card;
class LossPlot;
class OpenModel;
class PlotSaver;
class RunsPage;
class SamplesCard;
struct OtherModel;
class StatsCard;

class TrainView : public QWidget {
    Q_OBJECT

public:
    // `open` must outlive it: what is saved names the model.
    explicit TrainView(const OpenModel* open, QWidget* parent = nullptr);

    // Another run is shown from now on. Its samples are of so many classes in turn.
    void clear(ModelKind kind, std::int64_t classes = 0);
    void setSettings(const TrainConfig& config); // of that run, to compare it with others
    void showSnapshot(const Snapshot& snapshot);
    void setMoments(const std::vector<MomentStore::Entry>& moments);
    void lookAt(const std::shared_ptr<const Snapshot>& moment);    // null: now
    void offerRuns(std::function<std::vector<OtherModel>()> find); // to compare with: see RunsPage
    SamplesCard* samples() const { return m_samples; }

public slots:
    void savePlot();

signals:
    void notice(const QString& text);
    void momentChosen(qint64 step); // to look at
    void nowChosen();
    void trainRequested();

private:
    QWidget* makeLossCard();
    QWidget* makeRunsCard();
    void addPlotControls(Card* card);
    void connectSamples();

    const OpenModel* m_open;
    QStackedLayout* m_pages;
    SamplesCard* m_samples;
    LossPlot* m_plot = nullptr;
    QStackedWidget* m_lower = nullptr; // samples, or the runs that are compared
    QToolButton* m_compare = nullptr;  // which of them
    RunsPage* m_runs = nullptr;
    StatsCard* m_stats = nullptr;
    PlotSaver* m_plotSaver;
};

} // namespace latentscape
