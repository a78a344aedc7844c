// Watch it learn: the curves, the figures of now, and what the model draws from the same latents since the
// start. Shows the snapshots it is given and asks for what it can't do itself. UI thread.
#pragma once

#include "core/train/Snapshot.h"

#include <QWidget>

class QLabel;
class QStackedLayout;
class QToolButton;

namespace latentscape {

class Card;
class GrowthStrip;
class ImageSaver;
class ImageStage;
class LossPlot;
class StatsCard;

class TrainView : public QWidget {
    Q_OBJECT

public:
    explicit TrainView(QWidget* parent = nullptr);

    // Another run is shown from now on. Its samples are of so many classes in turn.
    void clear(ModelKind kind, std::int64_t classes = 0);
    void setLive(bool training);
    void showSnapshot(const Snapshot& snapshot);

public slots:
    void saveSamples();
    void copySamples();
    void savePlot();

signals:
    void notice(const QString& text);
    void newSamplesRequested();
    void trainRequested();

private:
    QWidget* makeLossCard();
    QWidget* makeSamplesCard();
    void addPlotControls(Card* card);
    void describeSamples();

    QStackedLayout* m_pages;
    LossPlot* m_plot = nullptr;
    StatsCard* m_stats = nullptr;
    ImageStage* m_samples = nullptr;
    GrowthStrip* m_growth = nullptr;
    QLabel* m_samplesNote = nullptr;
    QToolButton* m_fresh = nullptr;
    int m_sheetColumns = 8;    // of what is saved
    bool m_freshAsked = false; // other latents since the start
    ImageSaver* m_saver;
};

} // namespace latentscape
