#include "ui/TrainView.h"

#include "ui/Card.h"
#include "ui/ChoiceLink.h"
#include "ui/EmptyState.h"
#include "ui/GrowthStrip.h"
#include "ui/ImageSaver.h"
#include "ui/ImageStage.h"
#include "ui/LossPlot.h"
#include "ui/StatsCard.h"

#include <QFileInfo>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kSheetColumns = 8;      // of what is saved
constexpr int kMostSheetColumns = 32; // when there is one for each class
constexpr int kPlotHeight = 316;      // logical pixels of its card, at least
constexpr int kLargestPixel = 6;      // logical pixels a sample's pixel may become
constexpr int kSmallestPixel = 2;     // rather fewer samples than smaller ones

} // namespace

TrainView::TrainView(QWidget* parent)
    : QWidget(parent)
    , m_pages(new QStackedLayout(this))
    , m_saver(new ImageSaver(this)) {
    setObjectName("trainPage");
    auto* empty = new EmptyState(
        tr("Here you will watch a model learn: its losses fall, and what it dreams up turns into images."),
        tr("Train"));
    connect(empty->button(), &QPushButton::clicked, this, &TrainView::trainRequested);
    auto* content = new QWidget;
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    m_stats = new StatsCard;
    top->addWidget(makeLossCard(), 1);
    top->addWidget(m_stats);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(top, 2);
    layout->addWidget(makeSamplesCard(), 3); // in a larger window the pictures grow
    m_pages->addWidget(empty);
    m_pages->addWidget(content);
    connect(m_saver, &ImageSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_saver, &ImageSaver::failed, this, &TrainView::notice);
    setLive(false);
}

QWidget* TrainView::makeLossCard() {
    auto* card = new Card(tr("Loss"));
    card->setMinimumHeight(kPlotHeight);
    card->body()->setSpacing(0);
    m_plot = new LossPlot;
    addPlotControls(card);
    card->body()->addWidget(m_plot, 1);
    return card;
}

void TrainView::addPlotControls(Card* card) {
    QLabel* key = makeNote(tr("── training   ╌╌ held out"));
    key->setToolTip(tr("Nats an image. Pale: each step; strong: smoothed; dashed: images that are not learnt "
                       "from. Drag over the curves to zoom, double-click to go back."));
    card->addToHeader(key);

    auto* smoothing =
        new ChoiceLink("smoothing", tr("Smoothing"), tr("How much of the noise is smoothed away"));
    smoothing->addChoice(tr("None"), tr("smoothing: none"));
    smoothing->addChoice(tr("Light"), tr("smoothing: light"));
    smoothing->addChoice(tr("Strong"), tr("smoothing: strong"));
    connect(smoothing, &ChoiceLink::currentChanged, m_plot,
            [this](int index) { m_plot->setSmoothing(static_cast<LossPlot::Smoothing>(index)); });
    smoothing->setCurrent(static_cast<int>(LossPlot::Smoothing::Light));
    card->addToHeader(smoothing);

    QToolButton* log =
        makeLink("logScale", tr("log"), tr("Logarithmic: small changes late in the run can be seen better"));
    log->setCheckable(true);
    connect(log, &QToolButton::toggled, m_plot, &LossPlot::setLogarithmic);
    card->addToHeader(log);
    QToolButton* fit = makeLink("fitAll", tr("fit"), tr("Show every value, also those of the first steps"));
    fit->setCheckable(true);
    connect(fit, &QToolButton::toggled, m_plot, &LossPlot::setFitAll);
    card->addToHeader(fit);
    QToolButton* save = makeLink("savePlot", tr("Save..."), tr("Save the curves as a picture"));
    connect(save, &QToolButton::clicked, this, &TrainView::savePlot);
    card->addToHeader(save);
}

QWidget* TrainView::makeSamplesCard() {
    auto* card = new Card(tr("What it dreams now"));
    m_samplesNote = makeNote({});
    m_fresh = makeLink("newSamples", tr("New ones"), tr("Draw other latents"));
    connect(m_fresh, &QToolButton::clicked, this, [this] {
        m_freshAsked = true;
        m_growth->clear();
        describeSamples();
        emit newSamplesRequested();
    });
    QToolButton* save = makeLink("saveSamples", tr("Save..."), tr("Save the samples as a sheet"));
    connect(save, &QToolButton::clicked, this, &TrainView::saveSamples);
    card->addToHeader(m_samplesNote);
    card->addToHeader(m_fresh);
    card->addToHeader(save);
    m_samples = new ImageStage;
    m_samples->setObjectName("samples");
    m_samples->setAccessibleName(tr("Samples"));
    m_samples->setToolTip(
        tr("What the model draws from latents picked at random and then kept; click one to see how it grew"));
    m_samples->setWholeRows(true);
    m_samples->setMinimumFactor(kSmallestPixel);
    m_samples->setMaximumFactor(kLargestPixel);
    connect(m_samples, &ImageStage::gridChanged, this, &TrainView::describeSamples);
    m_samples->setClickable(true);
    m_growth = new GrowthStrip;
    connect(m_samples, &ImageStage::imageClicked, m_growth, &GrowthStrip::setSample);
    card->body()->addWidget(m_samples, 1);
    card->body()->addWidget(m_growth);
    return card;
}

void TrainView::describeSamples() {
    const int shown = m_samples->shownCount();
    m_samplesNote->setVisible(shown > 0);
    m_samplesNote->setText(shown == 0     ? QString()
                           : m_freshAsked ? tr("the same %1 latents since you asked").arg(shown)
                                          : tr("the same %1 latents since the start").arg(shown));
}

void TrainView::clear(ModelKind kind, std::int64_t classes) {
    m_plot->clear(kind);
    m_stats->clear(kind);
    const bool aColumnAClass = classes > 1 && classes <= kMostSheetColumns;
    m_sheetColumns = aColumnAClass ? static_cast<int>(classes) : kSheetColumns;
    m_samples->setColumnStep(aColumnAClass ? m_sheetColumns : 1);
    m_samples->setImages({});
    m_growth->clear();
    m_freshAsked = false;
    describeSamples();
    m_pages->setCurrentIndex(1);
}

void TrainView::setLive(bool training) {
    m_fresh->setVisible(training); // only a model that is at work can draw others
}

void TrainView::showSnapshot(const Snapshot& snapshot) {
    m_plot->add(snapshot);
    m_stats->showSnapshot(snapshot);
    if (snapshot.samples) {
        m_samples->setImages(snapshot.samples);
        m_samples->setCurrent(std::max(0, m_samples->current()));
        m_growth->setSample(m_samples->current());
        m_growth->add(snapshot.samples);
    }
}

void TrainView::saveSamples() {
    const auto images = m_samples->images();
    if (!images || images->empty()) {
        emit notice(tr("There are no samples yet: press Train first."));
        return;
    }
    m_saver->ask(tr("Save sheet"), "samples.png", *images, m_sheetColumns);
}

void TrainView::copySamples() {
    if (m_samples->images()) {
        ImageSaver::copy(*m_samples->images(), m_sheetColumns);
        emit notice(tr("Copied the samples"));
    }
}

void TrainView::savePlot() {
    m_saver->ask(tr("Save plot"), "losses.png", m_plot->picture());
}

} // namespace latentscape
