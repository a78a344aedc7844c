// Watch it learn: the curves, the figures of now, and what the model draws from the same latents since the
// start. Shows the snapshots it is given and asks for what it can't do itself. UI thread.
#pragma once

#include "core/train/Snapshot.h"
#include "core/train/TrainConfig.h"
#include "ui/HistoryStrip.h"
#include "ui/ImageSaver.h"
#include "ui/KeptPictures.h"

#include <QWidget>

#include <functional>

class QLabel;
class QStackedLayout;
class QStackedWidget;
class QToolButton;

namespace latentscape {

class AnimationSaver;
class Card;
class ImageStage;
class LossPlot;
class OpenModel;
class PlotSaver;
class RunsPage;
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
    void setLive(bool training);
    void showSnapshot(const Snapshot& snapshot);
    void setMoments(const std::vector<MomentStore::Entry>& moments);
    void lookAt(const std::shared_ptr<const Snapshot>& moment);    // null: now
    void offerRuns(std::function<std::vector<OtherModel>()> find); // to compare with: see RunsPage
    ProvenanceSource provenance() const; // of the pictures that are shown; empty: it is not known

public slots:
    void saveSamples();
    void saveHistory(); // as an animation
    void copySamples();
    void keepSample(); // the marked one, to explore from there
    void savePlot();

signals:
    void notice(const QString& text);
    void newSamplesRequested();
    void sampleKept(const latentscape::KeptPicture& sample);
    void momentChosen(qint64 step); // to look at
    void nowChosen();
    void trainRequested();

private:
    QWidget* makeLossCard();
    QWidget* makeSamplesCard();
    QWidget* makeRunsCard();
    void addPlotControls(Card* card);
    void describeSamples();
    void connectHistory();
    void scrubTo(std::int64_t step);
    void endScrub();
    std::vector<std::shared_ptr<const std::vector<Image>>> history() const;
    const MomentStore::Entry* scrubbedMoment() const;
    void showPictures();
    PictureCounts pictureCounts() const; // of the samples that are shown

    const OpenModel* m_open;
    QStackedLayout* m_pages;
    LossPlot* m_plot = nullptr;
    QStackedWidget* m_lower = nullptr; // samples, or the runs that are compared
    QToolButton* m_compare = nullptr;  // which of them
    RunsPage* m_runs = nullptr;
    StatsCard* m_stats = nullptr;
    ImageStage* m_samples = nullptr;
    HistoryStrip* m_history = nullptr;
    Card* m_samplesCard = nullptr;
    QLabel* m_samplesNote = nullptr;
    QToolButton* m_fresh = nullptr;
    QToolButton* m_keep = nullptr;
    ModelKind m_kind = ModelKind::Vae;
    HistoryKind m_shownKind = HistoryKind::Samples;
    std::vector<MomentStore::Entry> m_moments;
    ProgressPictures m_now;
    std::int64_t m_nowStep = -1;            // of the weights that drew these
    std::uint64_t m_nowSeries = 0;          // and of their latents
    std::uint64_t m_seed = 0;               // of the run
    std::shared_ptr<const Snapshot> m_past; // looked at
    std::optional<std::int64_t> m_scrubbed; // pointed at: its step
    int m_classColumns = 1;                 // of a conditional model's samples
    int m_sheetColumns = 8;                 // of what is saved
    bool m_freshAsked = false;              // other latents since the start
    QToolButton* m_animate = nullptr;
    ImageSaver* m_saver;
    AnimationSaver* m_animations;
    PlotSaver* m_plotSaver;
};

} // namespace latentscape
