#include "ui/TrainView.h"

#include "ui/Card.h"
#include "ui/ImageSaver.h"
#include "ui/ImageStage.h"
#include "ui/LossPlot.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace latentscape {

namespace {

constexpr int kSheetColumns = 8;

} // namespace

TrainView::TrainView(QWidget* parent)
    : QWidget(parent)
    , m_saver(new ImageSaver(this)) {
    setObjectName("trainPage");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(makeLossCard(), 1);
    layout->addWidget(makeSamplesCard(), 1);
    connect(m_saver, &ImageSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_saver, &ImageSaver::failed, this, &TrainView::notice);
}

QWidget* TrainView::makeLossCard() {
    auto* card = new Card(tr("Loss"));
    auto* scale = makeLink("logScale", tr("log"), tr("Show the loss on a logarithmic scale"));
    scale->setCheckable(true);
    card->addToHeader(scale);
    m_plot = new LossPlot;
    connect(scale, &QToolButton::toggled, m_plot, &LossPlot::setLogarithmic);
    m_figures = new QLabel(tr("Press Train: the curves start here."));
    m_figures->setObjectName("figures");
    m_figures->setProperty("role", "note");
    card->body()->addWidget(m_figures);
    card->body()->addWidget(m_plot, 1);
    return card;
}

QWidget* TrainView::makeSamplesCard() {
    auto* card = new Card(tr("What it dreams now"));
    auto* fresh = makeLink("newSamples", tr("New ones"), tr("Draw other latents"));
    connect(fresh, &QToolButton::clicked, this, &TrainView::newSamplesRequested);
    card->addToHeader(fresh);
    m_samples = new ImageStage;
    m_samples->setObjectName("samples");
    m_samples->setAccessibleName(tr("Samples"));
    m_samples->setToolTip(tr("What the model draws from the same latents since the start"));
    card->body()->addWidget(m_samples, 1);
    return card;
}

void TrainView::clear() {
    m_plot->clear();
}

void TrainView::showSnapshot(const Snapshot& snapshot) {
    m_plot->add(snapshot);
    if (snapshot.samples) {
        m_samples->setImages(snapshot.samples);
    }
    if (!snapshot.losses.empty()) {
        const auto [total, reconstruction, kl] = snapshot.losses.back().losses;
        m_figures->setText(tr("negative ELBO %1   reconstruction %2   KL %3 nats an image")
                               .arg(double{total}, 0, 'f', 1)
                               .arg(double{reconstruction}, 0, 'f', 1)
                               .arg(double{kl}, 0, 'f', 1));
    }
}

void TrainView::saveSamples() {
    const auto images = m_samples->images();
    if (!images || images->empty()) {
        emit notice(tr("There are no samples yet: press Train first."));
        return;
    }
    m_saver->ask(tr("Save sheet"), "samples.png", *images, kSheetColumns);
}

void TrainView::savePlot() {
    const QString name = QFileDialog::getSaveFileName(this, tr("Save plot"), "losses.png");
    if (!name.isEmpty()) {
        emit notice(m_plot->savePng(name) ? tr("Saved %1").arg(name)
                                          : tr("%1 could not be written").arg(name));
    }
}

} // namespace latentscape
