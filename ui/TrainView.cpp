#include "ui/TrainView.h"

#include "core/io/ImageExport.h"
#include "core/train/Condition.h"
#include "ui/AnimationSaver.h"
#include "ui/Card.h"
#include "ui/ChoiceLink.h"
#include "ui/EmptyState.h"
#include "ui/Figures.h"
#include "ui/ImageStage.h"
#include "ui/LossPlot.h"
#include "ui/PictureRecord.h"
#include "ui/PlotSaver.h"
#include "ui/RunsPage.h"
#include "ui/StatsCard.h"

#include <QFileInfo>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kSheetColumns = 8;      // of what is saved
constexpr int kMostSheetColumns = 32; // when there is one for each class
constexpr int kPlotHeight = 316;      // logical pixels of its card, at least
constexpr int kLargestPixel = 6;      // logical pixels a sample's pixel may become
constexpr int kSmallestPixel = 2;     // rather fewer samples than smaller ones

// Its weights are in its file.
Provenance provenanceOfMoment(const MomentStore::Entry& moment, const char* madeBy) {
    const std::string file = moment.file.toStdString();
    const Checkpoint checkpoint = moment.unwritten ? *moment.unwritten : loadCheckpoint(file);
    const auto model = makeModel(checkpoint.model, checkpoint.optimizer, 0);
    restoreModel(checkpoint, *model);
    return provenanceOf(*model, checkpointName(file), moment.step, madeBy);
}

} // namespace

TrainView::TrainView(const OpenModel* open, QWidget* parent)
    : QWidget(parent)
    , m_open(open)
    , m_pages(new QStackedLayout(this))
    , m_saver(new ImageSaver(this))
    , m_animations(new AnimationSaver(this))
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
    m_lower->addWidget(makeSamplesCard());
    m_lower->addWidget(makeRunsCard());
    layout->addWidget(m_lower, 3); // in a larger window the pictures grow
    m_pages->addWidget(empty);
    m_pages->addWidget(content);
    connect(m_saver, &ImageSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_saver, &ImageSaver::failed, this, &TrainView::notice);
    connect(m_animations, &AnimationSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_animations, &AnimationSaver::failed, this, &TrainView::notice);
    connect(m_plotSaver, &PlotSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_plotSaver, &PlotSaver::failed, this, &TrainView::notice);
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

QWidget* TrainView::makeSamplesCard() {
    auto* card = m_samplesCard = new Card(tr("What it dreams now"));
    m_samplesNote = makeNote({});
    auto* kind =
        new ChoiceLink("historyKind", tr("What is drawn"),
                       tr("Samples of latents picked at random and then kept, or held-out images, each "
                          "with its reconstruction at its right"));
    kind->addChoice(tr("Samples"), tr("samples"));
    kind->addChoice(tr("Reconstructions"), tr("reconstructions"));
    connect(kind, &ChoiceLink::currentChanged, this, [this](int index) {
        m_shownKind = static_cast<HistoryKind>(index);
        m_history->setKind(m_shownKind);
        showPictures();
    });
    m_fresh = makeLink("newSamples", tr("New ones"), tr("Draw other latents"));
    connect(m_fresh, &QToolButton::clicked, this, [this] {
        m_freshAsked = true;
        describeSamples();
        emit newSamplesRequested();
    });
    m_animate = makeLink("saveHistory", tr("Animation..."),
                         tr("Save how these pictures grew, a frame for each kept moment of the run"));
    connect(m_animate, &QToolButton::clicked, this, &TrainView::saveHistory);
    QToolButton* save = makeLink("saveSamples", tr("Save..."), tr("Save the samples as a sheet"));
    connect(save, &QToolButton::clicked, this, &TrainView::saveSamples);
    card->addToHeader(m_samplesNote);
    card->addToHeader(kind);
    m_keep =
        makeLink("keepSample", tr("Keep"), tr("Put the marked sample and its point into Explore's gallery"));
    connect(m_keep, &QToolButton::clicked, this, &TrainView::keepSample);
    card->addToHeader(m_fresh);
    card->addToHeader(m_keep);
    card->addToHeader(m_animate);
    card->addToHeader(save);
    m_samples = new ImageStage;
    m_samples->setObjectName("samples");
    m_samples->setAccessibleName(tr("Samples"));
    m_samples->setToolTip(
        tr("What the model draws from latents picked at random and then kept; click one to see how it grew, "
           "and keep it to explore from there"));
    m_samples->setWholeRows(true);
    m_samples->setMinimumFactor(kSmallestPixel);
    m_samples->setMaximumFactor(kLargestPixel);
    connect(m_samples, &ImageStage::gridChanged, this, &TrainView::describeSamples);
    m_samples->setClickable(true);
    m_history = new HistoryStrip;
    connect(m_samples, &ImageStage::imageClicked, m_history, &HistoryStrip::setPicture);
    card->body()->addWidget(m_samples, 1);
    card->body()->addWidget(m_history);
    connectHistory();
    return card;
}

// The curve's cursor and the scrubber go together.
void TrainView::connectHistory() {
    connect(m_history, &HistoryStrip::scrubbed, this, [this](qint64 step) {
        scrubTo(step);
        if (const MomentStore::Entry* moment = scrubbedMoment()) {
            m_plot->showCursorAt(moment->epoch);
        }
    });
    connect(m_history, &HistoryStrip::scrubLeft, this, [this] {
        m_plot->hideCursor();
        endScrub();
    });
    connect(m_history, &HistoryStrip::chosen, this, &TrainView::momentChosen);
    connect(m_history, &HistoryStrip::nowChosen, this, &TrainView::nowChosen);
    connect(m_plot, &LossPlot::momentChosen, this, &TrainView::momentChosen);
    connect(m_plot, &LossPlot::cursorMoved, this, [this](double epoch) {
        const auto nearest = std::ranges::min_element(
            m_moments, {}, [&](const MomentStore::Entry& moment) { return std::abs(moment.epoch - epoch); });
        if (nearest != m_moments.end()) {
            m_history->stop();
            scrubTo(nearest->step);
        }
    });
    connect(m_plot, &LossPlot::cursorLeft, this, &TrainView::endScrub);
}

void TrainView::scrubTo(std::int64_t step) {
    if (m_scrubbed != step) {
        m_scrubbed = step;
        showPictures();
    }
}

void TrainView::endScrub() {
    m_scrubbed.reset();
    showPictures();
}

const MomentStore::Entry* TrainView::scrubbedMoment() const {
    const auto found = std::ranges::find_if(m_moments, [&](const MomentStore::Entry& moment) {
        return m_scrubbed && moment.step == *m_scrubbed;
    });
    return found == m_moments.end() ? nullptr : &*found;
}

// Of the moment that is pointed at once it is drawn, else of the one that is looked at, else of now.
void TrainView::showPictures() {
    const MomentStore::Entry* scrubbed = scrubbedMoment();
    const ProgressPictures past =
        m_past ? ProgressPictures{m_past->samples, m_past->reconstructions} : ProgressPictures();
    const auto pictures = picturesOf(scrubbed && scrubbed->pictures.samples ? scrubbed->pictures
                                     : m_past                               ? past
                                                                            : m_now,
                                     m_shownKind);
    const std::optional<std::int64_t> step = scrubbed ? scrubbed->step
                                             : m_past ? std::optional(m_past->step)
                                                      : std::nullopt;
    const int marked = m_samples->current();
    m_samples->setColumnStep(m_shownKind == HistoryKind::Samples ? m_classColumns : 2);
    m_samples->setImages(pictures);
    m_samples->setCurrent(std::max(0, marked));
    m_history->setCurrent(step);
    m_samplesCard->setTitle(step ? tr("What it dreamt at step %1").arg(wholeNumber(*step))
                                 : tr("What it dreams now"));
    describeSamples();
}

void TrainView::setMoments(const std::vector<MomentStore::Entry>& moments) {
    m_moments = moments;
    m_history->setMoments(moments);
    m_animate->setVisible(moments.size() > 1);
    std::vector<PlotMoments::Mark> marks;
    for (const MomentStore::Entry& moment : moments) {
        marks.push_back({moment.step, moment.epoch, moment.isBest});
    }
    m_plot->setMoments(marks);
    if (m_scrubbed) {
        showPictures(); // they may have been drawn now
    }
}

void TrainView::lookAt(const std::shared_ptr<const Snapshot>& moment) {
    m_past = moment;
    m_plot->setLookedAt(moment ? std::optional(moment->step) : std::nullopt);
    showPictures();
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
    m_seed = config.seed;
    m_runs->setShown(config);
}

void TrainView::describeSamples() {
    const int shown = m_samples->shownCount();
    const bool impossible = m_shownKind == HistoryKind::Reconstructions && m_kind == ModelKind::Gan;
    m_samplesNote->setVisible(shown > 0 || impossible);
    m_keep->setVisible(shown > 0 && m_shownKind == HistoryKind::Samples);
    m_samplesNote->setText(impossible   ? tr("a GAN encodes no images: Compare looks for their latents")
                           : shown == 0 ? QString()
                           : m_shownKind == HistoryKind::Reconstructions ? tr("the same held-out images")
                           : m_freshAsked ? tr("the same %1 latents since you asked").arg(shown)
                                          : tr("the same %1 latents since the start").arg(shown));
}

void TrainView::clear(ModelKind kind, std::int64_t classes) {
    m_plot->clear(kind);
    m_stats->clear(kind);
    const bool aColumnAClass = classes > 1 && classes <= kMostSheetColumns;
    m_sheetColumns = aColumnAClass ? static_cast<int>(classes) : kSheetColumns;
    m_classColumns = aColumnAClass ? m_sheetColumns : 1;
    m_kind = kind;
    m_freshAsked = false;
    m_moments.clear();
    m_now = {};
    m_past.reset();
    m_scrubbed.reset();
    m_history->clear();
    m_animate->hide();
    m_history->setPicture(0);
    m_samples->setCurrent(0);
    showPictures();
    m_pages->setCurrentIndex(1);
}

void TrainView::setLive(bool training) {
    m_fresh->setVisible(training); // only a model that is at work can draw others
}

void TrainView::showSnapshot(const Snapshot& snapshot) {
    m_plot->add(snapshot);
    if (!snapshot.epochs.empty()) {
        m_runs->follow(m_plot->history());
    }
    m_stats->showSnapshot(snapshot);
    if (snapshot.samples) {
        m_now = {snapshot.samples, snapshot.reconstructions};
        m_nowStep = snapshot.weights ? snapshot.weights->step : -1;
        m_nowSeries = snapshot.series;
        m_history->setNow(m_now);
        if (!m_past && !m_scrubbed) {
            showPictures();
        }
    }
}

void TrainView::saveSamples() {
    const auto images = m_samples->images();
    if (!images || images->empty()) {
        emit notice(tr("There are no samples yet: press Train first."));
        return;
    }
    m_saver->ask(tr("Save sheet"), "samples.png", *images, m_sheetColumns, provenance());
}

ProvenanceSource TrainView::provenance() const {
    const bool isPast = m_past && m_past->weights;
    const bool reconstructs = m_shownKind == HistoryKind::Reconstructions;
    const char* madeBy = reconstructs ? "reconstruct" : "sample";
    ProvenanceSource ofModel;
    const MomentStore::Entry* scrubbed = scrubbedMoment();
    if (scrubbed && scrubbed->pictures.samples) { // which are those that are shown
        ofModel = [madeBy, moment = *scrubbed] { return provenanceOfMoment(moment, madeBy); };
    } else if (auto record = m_open->recordOf(isPast ? m_past->weights->step : m_nowStep, {}, 0)) {
        ofModel = [madeBy, record = *record] { return record.provenance(madeBy); };
    }
    if (!ofModel || reconstructs) {
        return ofModel;
    }
    return [ofModel, model = m_open->now().model, counts = pictureCounts(), seed = m_seed] {
        Provenance made = ofModel();
        const Tensor latents = sampleLatents(model, seed, counts);
        made.latents.assign(latents.values().begin(), latents.values().end());
        made.seed = seed;
        made.classes = classesInTurn(model, counts.samples);
        return made;
    };
}

PictureCounts TrainView::pictureCounts() const {
    return {.samples = static_cast<int>(m_samples->images()->size()),
            .series = m_past && m_past->weights ? m_past->series : m_nowSeries};
}

void TrainView::keepSample() {
    const auto images = m_samples->images();
    const int marked = m_samples->current();
    if (m_shownKind != HistoryKind::Samples || !images || marked < 0 || marked >= m_samples->shownCount()) {
        emit notice(tr("Samples can be kept: show them and mark one."));
        return;
    }
    const ModelConfig model = m_open->now().model;
    const PictureCounts counts = pictureCounts();
    const Tensor latents = sampleLatents(model, m_seed, counts);
    const auto latent = latents.row(marked);
    const auto classes = classesInTurn(model, counts.samples);
    const auto index = static_cast<std::size_t>(marked);
    const MomentStore::Entry* scrubbed = scrubbedMoment();
    emit sampleKept(keptPicture({latent.begin(), latent.end()}, classes.empty() ? 0 : classes[index],
                                scrubbed ? scrubbed->step
                                : m_past ? m_past->step
                                         : m_nowStep,
                                toQImage((*images)[index])));
}

// Of each kept moment that is drawn, and of now.
std::vector<std::shared_ptr<const std::vector<Image>>> TrainView::history() const {
    std::vector<std::shared_ptr<const std::vector<Image>>> all;
    for (const MomentStore::Entry& moment : m_moments) {
        all.push_back(picturesOf(moment.pictures, m_shownKind));
    }
    all.push_back(picturesOf(m_now, m_shownKind));
    std::erase(all, nullptr);
    return all;
}

void TrainView::saveHistory() {
    const auto moments = history();
    if (moments.size() < 2) {
        emit notice(tr("There is no history yet: moments are kept as the run goes on."));
        return;
    }
    std::size_t count = moments.front()->size(); // in each frame: of large images few are kept
    for (const auto& pictures : moments) {
        count = std::min(count, pictures->size());
    }
    const auto frame = [moments, count, columns = m_sheetColumns](std::int64_t index) {
        const std::vector<Image>& pictures = *moments[static_cast<std::size_t>(index)];
        return makeSheet({pictures.begin(), pictures.begin() + static_cast<std::ptrdiff_t>(count)}, columns);
    };
    const ImageShape shape = frame(0).shape;
    m_animations->ask(tr("Save animation"), QStringLiteral("history.gif"), std::ssize(moments),
                      {shape.width, shape.height}, frame);
}

void TrainView::copySamples() {
    if (m_samples->images()) {
        ImageSaver::copy(*m_samples->images(), m_sheetColumns);
        emit notice(tr("Copied the samples"));
    }
}

void TrainView::savePlot() {
    m_plotSaver->ask(tr("Save plot"), QStringLiteral("losses.png"),
                     [this](PlotFormat format) { return m_plot->drawn(format); });
}

} // namespace latentscape
