#include "ui/TrainView.h"

#include "ui/Card.h"
#include "ui/ChoiceLink.h"
#include "ui/EmptyState.h"
#include "ui/LossPlot.h"
#include "ui/PictureRecord.h"
#include "ui/PlotSaver.h"
#include "ui/RunsPage.h"
#include "ui/SamplesCard.h"
#include "ui/StatsCard.h"

#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace latentscape {

namespace {

constexpr int kPlotHeight = 316; // logical pixels of its card, at least

} // namespace

TrainView::TrainView(const OpenModel* open, QWidget* parent)
    : QWidget(parent)
    , m_open(open)
    , m_pages(new QStackedLayout(this))
    , m_samples(new SamplesCard(open))
    , m_plotSaver(new PlotSaver(this)) {
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
    m_lower = new QStackedWidget;
    m_lower->addWidget(m_samples);
    m_lower->addWidget(makeRunsCard());
    layout->addWidget(m_lower, 3); // in a larger window the pictures grow
    m_pages->addWidget(empty);
    m_pages->addWidget(content);
    connectSamples();
    connect(m_plotSaver, &PlotSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_plotSaver, &PlotSaver::failed, this, &TrainView::notice);
}

// The curve's cursor and the history go together.
void TrainView::connectSamples() {
    connect(m_samples, &SamplesCard::notice, this, &TrainView::notice);
    connect(m_samples, &SamplesCard::momentChosen, this, &TrainView::momentChosen);
    connect(m_samples, &SamplesCard::nowChosen, this, &TrainView::nowChosen);
    connect(m_samples, &SamplesCard::pointedAt, m_plot, &LossPlot::showCursorAt);
    connect(m_samples, &SamplesCard::pointedAway, m_plot, &LossPlot::hideCursor);
    connect(m_plot, &LossPlot::momentChosen, this, &TrainView::momentChosen);
    connect(m_plot, &LossPlot::cursorMoved, m_samples, &SamplesCard::pointAt);
    connect(m_plot, &LossPlot::cursorLeft, m_samples, &SamplesCard::endScrub);
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
    m_compare = makeLink("compareRuns", tr("compare"),
                         tr("Lay the curves of other runs over these, and see in what they differ"));
    m_compare->setCheckable(true);
    connect(m_compare, &QToolButton::toggled, this,
            [this](bool on) { m_lower->setCurrentIndex(on ? 1 : 0); });
    card->addToHeader(m_compare);
    QToolButton* save = makeLink("savePlot", tr("Save..."), tr("Save the curves as PNG, SVG or PDF"));
    connect(save, &QToolButton::clicked, this, &TrainView::savePlot);
    card->addToHeader(save);
}

void TrainView::setMoments(const std::vector<MomentStore::Entry>& moments) {
    std::vector<PlotMoments::Mark> marks;
    for (const MomentStore::Entry& moment : moments) {
        marks.push_back({moment.step, moment.epoch, moment.isBest});
    }
    m_plot->setMoments(marks);
    m_samples->setMoments(moments);
}

void TrainView::lookAt(const std::shared_ptr<const Snapshot>& moment) {
    m_plot->setLookedAt(moment ? std::optional(moment->step) : std::nullopt);
    m_samples->lookAt(moment);
}

void TrainView::offerRuns(std::function<std::vector<OtherModel>()> find) {
    m_runs->offerRuns(std::move(find));
}

QWidget* TrainView::makeRunsCard() {
    auto* card = new Card(tr("Runs"));
    m_runs = new RunsPage;
    QToolButton* back = makeLink("closeRuns", tr("Samples"), tr("Show the samples again; the curves stay"));
    connect(back, &QToolButton::clicked, m_compare, [this] { m_compare->setChecked(false); });
    connect(m_runs, &RunsPage::overlayChanged, m_plot, [this] { m_plot->setOverlay(m_runs->overlay()); });
    connect(m_runs, &RunsPage::failed, this, &TrainView::notice);
    card->addToHeader(m_runs->addLink());
    card->addToHeader(m_runs->removeLink());
    card->addToHeader(back);
    card->body()->addWidget(m_runs, 1);
    return card;
}

void TrainView::setSettings(const TrainConfig& config) {
    m_samples->setSeed(config.seed);
    m_runs->setShown(config);
}

void TrainView::clear(ModelKind kind, std::int64_t classes) {
    m_plot->clear(kind);
    m_stats->clear(kind);
    m_samples->clear(kind, classes);
    m_pages->setCurrentIndex(1);
}

void TrainView::showSnapshot(const Snapshot& snapshot) {
    m_plot->add(snapshot);
    if (!snapshot.epochs.empty()) {
        m_runs->follow(m_plot->history());
    }
    m_stats->showSnapshot(snapshot);
    m_samples->showSnapshot(snapshot);
}

void TrainView::savePlot() {
    ProvenanceSource provenance;
    if (const PictureRecord record = m_open->now(); record.weights)
        provenance = [record] { return record.provenance("losses"); };
    m_plotSaver->ask(
        tr("Save plot"), QStringLiteral("losses.png"),
        [this](PlotFormat format) { return m_plot->drawn(format); }, provenance);
}

} // namespace latentscape
