#include "ui/SamplesCard.h"

#include "core/io/ImageExport.h"
#include "core/train/Condition.h"
#include "ui/AnimationSaver.h"
#include "ui/ChoiceLink.h"
#include "ui/Figures.h"
#include "ui/ImageStage.h"
#include "ui/PictureRecord.h"

#include <QFileInfo>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace latentscape {

namespace {

constexpr int kSheetColumns = 8;      // of what is saved
constexpr int kMostSheetColumns = 32; // when there is one for each class
constexpr int kLargestPixel = 6;      // logical pixels a sample's pixel may become
constexpr int kSmallestPixel = 2;     // rather fewer samples than smaller ones

// Its weights are in its file.
Provenance provenanceOfMoment(const MomentStore::Entry& moment, const char* madeBy) {
    const std::string file = moment.file.toStdString();
    return provenanceOf(moment.unwritten ? *moment.unwritten : loadCheckpoint(file), file, madeBy);
}

} // namespace

SamplesCard::SamplesCard(const OpenModel* open, QWidget* parent)
    : Card(tr("What it dreams now"), parent)
    , m_open(open)
    , m_note(makeNote())
    , m_stage(new ImageStage)
    , m_history(new HistoryStrip)
    , m_saver(new ImageSaver(this))
    , m_animations(new AnimationSaver(this)) {
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
        describe();
        emit newSamplesRequested();
    });
    m_animate = makeLink("saveHistory", tr("Animation..."),
                         tr("Save how these pictures grew, a frame for each kept moment of the run"));
    connect(m_animate, &QToolButton::clicked, this, &SamplesCard::saveHistory);
    QToolButton* save = makeLink("saveSamples", tr("Save..."), tr("Save the samples as a sheet"));
    connect(save, &QToolButton::clicked, this, &SamplesCard::saveSheet);
    m_keep =
        makeLink("keepSample", tr("Keep"), tr("Put the marked sample and its point into Explore's gallery"));
    connect(m_keep, &QToolButton::clicked, this, &SamplesCard::keepMarked);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_note, kind, m_fresh, m_keep, m_animate, save}) {
        addToHeader(widget);
    }
    m_stage->setObjectName("samples");
    m_stage->setAccessibleName(tr("Samples"));
    m_stage->setToolTip(
        tr("What the model draws from latents picked at random and then kept; click one to see how it grew, "
           "and keep it to explore from there"));
    m_stage->setWholeRows(true);
    m_stage->setMinimumFactor(kSmallestPixel);
    m_stage->setMaximumFactor(kLargestPixel);
    connect(m_stage, &ImageStage::gridChanged, this, &SamplesCard::describe);
    m_stage->setClickable(true);
    connect(m_stage, &ImageStage::imageClicked, m_history, &HistoryStrip::setPicture);
    body()->addWidget(m_stage, 1);
    body()->addWidget(m_history);
    connectHistory();
    connectSaving();
    setLive(false);
}

void SamplesCard::connectSaving() {
    connect(m_saver, &ImageSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_saver, &ImageSaver::failed, this, &SamplesCard::notice);
    connect(m_animations, &AnimationSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_animations, &AnimationSaver::failed, this, &SamplesCard::notice);
}

void SamplesCard::connectHistory() {
    connect(m_history, &HistoryStrip::scrubbed, this, [this](qint64 step) {
        scrubTo(step);
        if (const MomentStore::Entry* moment = scrubbedMoment()) {
            emit pointedAt(moment->epoch);
        }
    });
    connect(m_history, &HistoryStrip::scrubLeft, this, [this] {
        emit pointedAway();
        endScrub();
    });
    connect(m_history, &HistoryStrip::chosen, this, &SamplesCard::momentChosen);
    connect(m_history, &HistoryStrip::nowChosen, this, &SamplesCard::nowChosen);
}

void SamplesCard::pointAt(double epoch) {
    const auto nearest = std::ranges::min_element(
        m_moments, {}, [&](const MomentStore::Entry& moment) { return std::abs(moment.epoch - epoch); });
    if (nearest != m_moments.end()) {
        m_history->stop();
        scrubTo(nearest->step);
    }
}

// ---- what there is to show ----

void SamplesCard::clear(ModelKind kind, std::int64_t classes) {
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
    m_stage->setCurrent(0);
    showPictures();
}

void SamplesCard::setLive(bool training) {
    m_fresh->setVisible(training); // only a model that is at work can draw others
}

void SamplesCard::showSnapshot(const Snapshot& snapshot) {
    if (!snapshot.samples) {
        return;
    }
    m_now = {snapshot.samples, snapshot.reconstructions};
    m_nowStep = snapshot.weights ? snapshot.weights->step : -1;
    m_nowSeries = snapshot.series;
    m_history->setNow(m_now);
    if (!m_past && !m_scrubbed) {
        showPictures();
    }
}

void SamplesCard::setMoments(const std::vector<MomentStore::Entry>& moments) {
    m_moments = moments;
    m_history->setMoments(moments);
    m_animate->setVisible(moments.size() > 1);
    if (m_scrubbed) {
        showPictures(); // they may have been drawn now
    }
}

void SamplesCard::lookAt(const std::shared_ptr<const Snapshot>& moment) {
    m_past = moment;
    showPictures();
}

// ---- what is shown ----

void SamplesCard::scrubTo(std::int64_t step) {
    if (m_scrubbed != step) {
        m_scrubbed = step;
        showPictures();
    }
}

void SamplesCard::endScrub() {
    m_scrubbed.reset();
    showPictures();
}

const MomentStore::Entry* SamplesCard::scrubbedMoment() const {
    const auto found = std::ranges::find_if(m_moments, [&](const MomentStore::Entry& moment) {
        return m_scrubbed && moment.step == *m_scrubbed;
    });
    return found == m_moments.end() ? nullptr : &*found;
}

// Of the moment that is pointed at once it is drawn, else of the one that is looked at, else of now.
void SamplesCard::showPictures() {
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
    const int marked = m_stage->current();
    m_stage->setColumnStep(m_shownKind == HistoryKind::Samples ? m_classColumns : 2);
    m_stage->setImages(pictures);
    m_stage->setCurrent(std::max(0, marked));
    m_history->setCurrent(step);
    setTitle(step ? tr("What it dreamt at step %1").arg(wholeNumber(*step)) : tr("What it dreams now"));
    describe();
}

void SamplesCard::describe() {
    const int shown = m_stage->shownCount();
    const bool impossible = m_shownKind == HistoryKind::Reconstructions && m_kind == ModelKind::Gan;
    m_note->setVisible(shown > 0 || impossible);
    m_keep->setVisible(shown > 0 && m_shownKind == HistoryKind::Samples);
    m_note->setText(impossible   ? tr("a GAN encodes no images: Compare looks for their latents")
                    : shown == 0 ? QString()
                    : m_shownKind == HistoryKind::Reconstructions ? tr("the same held-out images")
                    : m_freshAsked ? tr("the same %1 latents since you asked").arg(shown)
                                   : tr("the same %1 latents since the start").arg(shown));
}

// ---- to take along ----

void SamplesCard::saveSheet() {
    const auto images = m_stage->images();
    if (!images || images->empty()) {
        emit notice(tr("There are no samples yet: press Train first."));
        return;
    }
    m_saver->ask(tr("Save sheet"), "samples.png", *images, m_sheetColumns, provenance());
}

ProvenanceSource SamplesCard::provenance() const {
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

PictureCounts SamplesCard::pictureCounts() const {
    return {.samples = static_cast<int>(m_stage->images()->size()),
            .series = m_past && m_past->weights ? m_past->series : m_nowSeries};
}

void SamplesCard::keepMarked() {
    const auto images = m_stage->images();
    const int marked = m_stage->current();
    if (m_shownKind != HistoryKind::Samples || !images || marked < 0 || marked >= m_stage->shownCount()) {
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
    emit kept(keptPicture({latent.begin(), latent.end()}, classes.empty() ? 0 : classes[index],
                          scrubbed && scrubbed->pictures.samples ? scrubbed->step
                          : m_past                               ? m_past->step
                                                                 : m_nowStep,
                          toQImage((*images)[index])));
}

// Of each kept moment that is drawn, and of now.
std::vector<std::shared_ptr<const std::vector<Image>>> SamplesCard::history() const {
    std::vector<std::shared_ptr<const std::vector<Image>>> all;
    for (const MomentStore::Entry& moment : m_moments) {
        all.push_back(picturesOf(moment.pictures, m_shownKind));
    }
    all.push_back(picturesOf(m_now, m_shownKind));
    std::erase(all, nullptr);
    return all;
}

void SamplesCard::saveHistory() {
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

void SamplesCard::copySheet() {
    if (m_stage->images()) {
        ImageSaver::copy(*m_stage->images(), m_sheetColumns);
        emit notice(tr("Copied the samples"));
    }
}

} // namespace latentscape
