// Watch it learn: the curves, the figures of now, and what the model draws from the same latents since the
// start. Shows the snapshots it is given and asks for what it can't do itself. UI thread.
#pragma once

#include "core/train/Snapshot.h"

#include <QWidget>

class QLabel;

namespace latentscape {

class ImageSaver;
class ImageStage;
class LossPlot;

class TrainView : public QWidget {
    Q_OBJECT

public:
    explicit TrainView(QWidget* parent = nullptr);

    void clear(); // a new run begins
    void showSnapshot(const Snapshot& snapshot);

public slots:
    void saveSamples();
    void savePlot();

signals:
    void notice(const QString& text);
    void newSamplesRequested();
    void trainRequested();

private:
    QWidget* makeLossCard();
    QWidget* makeSamplesCard();

    LossPlot* m_plot = nullptr;
    ImageStage* m_samples = nullptr;
    QLabel* m_figures = nullptr;
    ImageSaver* m_saver;
};

} // namespace latentscape
