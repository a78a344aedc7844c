#include "ui/CompareView.h"

#include "ui/Card.h"
#include "ui/CompareChoices.h"
#include "ui/CompareFooter.h"
#include "ui/ComparePictures.h"
#include "ui/CompareWords.h"
#include "ui/ComparisonSheet.h"
#include "ui/Decoder.h"
#include "ui/EmptyState.h"
#include "ui/ErrorMapPanel.h"
#include "ui/Figures.h"
#include "ui/FileQuestions.h"
#include "ui/ImageSaver.h"
#include "ui/PictureRecord.h"

#include <QClipboard>
#include <QDropEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace latentscape {

namespace {

constexpr int kPatience = 300; // ms before work shows its progress

} // namespace

CompareView::CompareView(Decoder* decoder, const OpenModel* open, QWidget* parent)
    : QWidget(parent)
    , m_decoder(decoder)
    , m_open(open)
    , m_meter(decoder, &m_second, &m_images)
    , m_pages(new QStackedLayout(this))
    , m_inside(new QStackedWidget)
    , m_pictures(new ComparePictures(decoder, &m_second, &m_ranking))
    , m_map(new ErrorMapPanel)
    , m_footer(new CompareFooter)
    , m_saver(new ImageSaver(this)) {
    setObjectName(QStringLiteral("compareView"));
    setFocusPolicy(Qt::ClickFocus);
    setAcceptDrops(true);
    auto* empty = new EmptyState(
        tr("Here you will see held-out images beside what the model makes of them, and where it errs most."),
        tr("Train a model"));
    connect(empty->button(), &QPushButton::clicked, this, &CompareView::trainRequested);
    m_pages->addWidget(empty);
    m_pages->addWidget(makeCard());
    m_searchTimer.setSingleShot(true);
    connectWidgets();
    connectChoices();
    connectModels();
    followModel();
}

CompareView::~CompareView() {
    delete m_pictures; // which uses the second model to its end
}

QWidget* CompareView::makeCard() {
    auto* card = new Card(tr("Reconstructions"));
    m_choices = new CompareChoices(card);
    m_problem = new QLabel;
    m_problem->setObjectName(QStringLiteral("compareProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_problem->hide();
    m_map->setObjectName(QStringLiteral("errorMapPanel"));
    m_inside->addWidget(m_pictures);
    m_inside->addWidget(m_map);
    card->body()->addWidget(m_problem);
    card->body()->addWidget(m_inside, 1);
    card->body()->addWidget(m_footer);
    return card;
}

// ---- who hears whom ----

void CompareView::connectWidgets() {
    connect(m_pictures, &ComparePictures::placeChanged, this, &CompareView::showPlace);
    connect(m_pictures, &ComparePictures::picked, this,
            [this](quint32 index) { emit exploreRequested(m_images.data(), index); });
    connect(m_pictures, &ComparePictures::rangePicked, this,
            [this](const ErrorHistogram::Range& range) { pickRange(range); });
    connect(m_pictures, &ComparePictures::rangeCleared, this, [this] { pickRange(std::nullopt); });
    connect(m_pictures, &ComparePictures::shown, this, [this] {
        if (std::exchange(m_pageFailed, false)) {
            m_problem->hide();
        }
        endBusy();
        m_meter.measureLater();
    });
    connect(m_footer, &CompareFooter::cancelled, this, &CompareView::cancelWork);
    connect(m_footer, &CompareFooter::previousWanted, m_pictures, [this] { m_pictures->turn(-1); });
    connect(m_footer, &CompareFooter::nextWanted, m_pictures, [this] { m_pictures->turn(1); });
    connect(&m_searchTimer, &QTimer::timeout, this, [this] {
        if (m_pictures->isPending() && m_meter.searches()) {
            m_footer->showBusy(tr("searching for the latents of these images"), -1);
        }
    });
    connect(m_saver, &ImageSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_saver, &ImageSaver::failed, this, &CompareView::showProblem);
}

void CompareView::connectChoices() {
    connect(m_choices, &CompareChoices::sourceChosen, &m_images, &CompareImages::choose);
    connect(m_choices, &CompareChoices::folderWanted, this, [this] {
        const QString folder = askForImageFolder(this);
        openOwnPictures(folder.isEmpty() ? QStringList() : QStringList{folder});
    });
    connect(m_choices, &CompareChoices::picturesWanted, this,
            [this] { openOwnPictures(askForPictures(this)); });
    for (const auto chosen :
         {&CompareChoices::orderChosen, &CompareChoices::metricChosen, &CompareChoices::classChosen}) {
        connect(m_choices, chosen, this, &CompareView::applyChoices);
    }
    connect(m_choices, &CompareChoices::allErrorsWanted, this, [this] { pickRange(std::nullopt); });
    connect(m_choices, &CompareChoices::secondWanted, this, [this] {
        const QString file = askForCheckpoint(this);
        if (!file.isEmpty()) {
            openSecond({{}, file});
        }
    });
    connect(m_choices, &CompareChoices::momentWanted, this, &CompareView::openSecond);
    connect(m_choices, &CompareChoices::secondUnwanted, &m_second, &SecondModel::close);
    connect(m_choices, &CompareChoices::latentsChosen, this, &CompareView::arrange);
    connect(m_choices, &CompareChoices::mapChosen, this, &CompareView::arrange);
    connect(m_choices, &CompareChoices::saveWanted, this, &CompareView::saveSheet);
}

void CompareView::connectModels() {
    connect(m_decoder, &Decoder::modelChanged, this, &CompareView::followModel);
    connect(m_decoder, &Decoder::weightsArrived, this, [this] {
        choosePage();
        m_meter.measure();
    });
    connect(&m_second, &SecondModel::opened, this, &CompareView::followSecond);
    connect(&m_second, &SecondModel::closed, this, &CompareView::followSecond);
    connect(&m_images, &CompareImages::changed, this, &CompareView::followImages);
    connect(&m_images, &CompareImages::opening, this,
            [this](double share) { m_footer->showBusy(tr("reading pictures"), share); });
    connect(&m_images, &CompareImages::opened, this, &CompareView::notice);
    connect(&m_meter, &ComparisonMeter::began, this, &CompareView::describe);
    connect(&m_meter, &ComparisonMeter::progressed, m_footer, &CompareFooter::showBusy);
    connect(&m_meter, &ComparisonMeter::measured, this, &CompareView::showMeasures);
    connect(m_decoder, &Decoder::failed, this, [this](const QString& message) {
        showProblem(message);
        m_pageFailed = true;
    });
    connect(&m_second, &SecondModel::failed, this, &CompareView::showProblem);
    connect(&m_images, &CompareImages::failed, this, &CompareView::showProblem);
    connect(&m_meter, &ComparisonMeter::failed, this, &CompareView::showProblem);
}

// ---- what is compared ----

void CompareView::setRun(const TrainConfig& config) {
    m_images.setFit(loadOptions(config).form.fit);
}

void CompareView::setData(const LoadedData& loaded) {
    m_images.setData(loaded);
}

void CompareView::setLive(bool training) {
    m_live = training;
    m_meter.setLive(training);
    describe();
}

void CompareView::openOwnPictures(const QStringList& paths) {
    if (!paths.isEmpty()) {
        m_problem->hide();
        m_images.open(paths);
    }
}

void CompareView::openSecond(const OtherModel& model) {
    m_problem->hide();
    m_second.open(model);
}

void CompareView::setMoments(std::vector<OtherModel> moments) {
    m_choices->setMoments(std::move(moments));
}

std::vector<std::uint32_t> CompareView::page() const {
    return m_pictures->page();
}

void CompareView::choosePage() {
    m_pages->setCurrentIndex(m_images.data() && m_decoder->hasWeights() ? 1 : 0);
}

void CompareView::followModel() {
    m_problem->hide();
    m_choices->setHasKl(m_decoder->model().kind == ModelKind::Vae);
    m_images.setFew(m_meter.searches());
    m_images.setModel(m_decoder->model()); // followImages() comes of it
    if (m_second.isOpen()) {
        followSecond();
    }
}

void CompareView::followSecond() {
    const QString whyNot = m_second.isOpen() ? m_second.whyNot(m_decoder->model()) : QString();
    if (!whyNot.isEmpty()) {
        m_second.close(); // comes back here
        showProblem(whyNot);
        return;
    }
    m_choices->setSecond(m_second.isOpen() ? m_second.name() : QString(),
                         m_second.isOpen() ? m_second.whyNotLatents(m_decoder->model()) : QString());
    m_meter.forgetSecond();
    m_images.setFew(m_meter.searches());
    arrange();
    m_meter.measure();
}

// Other images, or another model: nothing is known of them yet.
void CompareView::followImages() {
    m_problem->hide();
    const auto& images = m_images.data();
    m_meter.forget();
    m_ranking.setImages(images);
    m_pictures->showErrors();
    m_choices->setImages(images.get());
    m_choices->setSource(m_images.source(), m_images.hasOwn());
    m_choices->showRange({});
    choosePage();
    arrange();
    m_meter.measure();
}

// What stands where, for the models and the kind of page that are chosen.
void CompareView::arrange() {
    const bool latents = m_choices->showsLatents();
    m_inside->setCurrentIndex(m_choices->showsMap() && !latents ? 1 : 0);
    m_pictures->setContent({m_images.data(), m_second.isOpen(), latents});
    describe();
}

void CompareView::applyChoices() {
    m_ranking.setOrder(m_choices->order());
    if (m_choices->metric() != m_ranking.metric()) {
        m_ranking.setMetric(m_choices->metric());
    }
    m_ranking.setClass(m_choices->label());
    m_choices->showRange({});
    m_pictures->showErrors();
    m_pictures->showFrom(0);
    describe();
}

void CompareView::pickRange(std::optional<ErrorHistogram::Range> range) {
    m_ranking.setRange(range);
    const auto figure = [this](float value) {
        return errorFigure(m_ranking.metric(), static_cast<double>(value));
    };
    m_choices->showRange(range ? tr("%1 – %2").arg(figure(range->low), figure(range->high)) : QString());
    m_pictures->showFrom(0);
}

// ---- what has come ----

void CompareView::showMeasures() {
    endBusy();
    m_ranking.setErrors(m_meter.first());
    m_pictures->setMeasuredStep(m_meter.measuredStep());
    m_pictures->showErrors();
    m_pictures->showAgain();
    describe();
}

void CompareView::showPlace() {
    const bool turns = !m_choices->showsMap();
    m_footer->showPlace(turns ? m_pictures->place() : QString());
    m_footer->setPaging(turns, m_pictures->hasBefore(), m_pictures->hasAfter());
    if (m_pictures->isPending()) {
        m_searchTimer.start(kPatience);
    }
}

void CompareView::showProblem(const QString& message) {
    m_pageFailed = false;
    m_footer->endBusy();
    describe();
    m_problem->setText(message);
    m_problem->show();
}

void CompareView::cancelWork() {
    m_meter.cancel();
    m_images.cancelOpening();
    m_pictures->release();
    m_footer->endBusy();
    describe();
}

void CompareView::endBusy() {
    if (!m_meter.isBusy() && !m_images.isOpening() && !m_pictures->isPending()) {
        m_footer->endBusy();
    }
}

void CompareView::describe() {
    const bool latents = m_choices->showsLatents();
    const ImageOrder order = m_choices->order();
    const bool needsErrors = order == ImageOrder::WorstFirst || order == ImageOrder::BestFirst;
    m_choices->describeOrder(!needsErrors || m_ranking.isKnown() ? QString()
                             : m_meter.isBusy()                  ? tr("in order, measuring...")
                                                                 : tr("in order"),
                             m_meter.canMeasure());
    const QString images = tr("%1 %2").arg(wholeNumber(m_ranking.imagesOfClass()), m_images.words());
    m_pictures->describe(wordsOf(CompareCaption{images, latents, m_meter.searches(), m_live}),
                         m_meter.canMeasure() && !latents);
    const std::vector<float> errors = m_ranking.values();
    m_footer->showFigures(latents || errors.empty() ? QString()
                          : m_meter.second()
                              ? wordsOfTwo(m_ranking.metric(), errors, m_ranking.valuesOf(*m_meter.second()))
                              : wordsOfErrors(m_ranking.metric(), errors));
    if (m_choices->showsMap()) {
        describeMap();
    }
}

void CompareView::describeMap() {
    std::vector<ErrorMap> maps;
    if (m_meter.first() && (!m_second.isOpen() || m_meter.second())) {
        maps.push_back(m_meter.first()->map);
        if (m_second.isOpen()) {
            maps.push_back(m_meter.second()->map);
        }
    }
    QString words = tr("The error of each pixel, as soon as all images are measured.");
    if (!maps.empty()) {
        words = tr("Mean over %1 %2").arg(wholeNumber(maps.front().images()), m_images.words());
    } else if (!m_meter.canMeasure()) {
        words = tr("The error of each pixel. A GAN cannot encode: the latents of the images are searched for "
                   "when the run has ended.");
    }
    m_map->setMaps(std::move(maps), words);
}

// ---- to take along ----

ProvenanceSource CompareView::provenance() const {
    const bool isMap = m_inside->currentWidget() == m_map;
    // Of the page that is shown, not of one that was asked for since.
    const ComparisonRows& shown = m_pictures->sheet().content();
    const auto record = m_open->recordOf(isMap ? m_meter.measuredStep() : shown.step, {}, 0);
    if (!record) {
        return {};
    }
    return [record = *record, latents = isMap ? std::vector<float>() : shown.latents, labels = shown.labels] {
        Provenance made = record.provenance("compare");
        made.latents = latents; // of the first row
        if (record.model.classes > 0 && !latents.empty()) {
            made.classes = labels;
        }
        return made;
    };
}

void CompareView::saveSheet() {
    if (m_inside->currentWidget() != m_map) {
        m_saver->ask(tr("Save sheet"), QStringLiteral("comparison.png"), m_pictures->sheet().pictures(),
                     m_pictures->sheet().pictureColumns(), provenance());
    } else if (m_map->hasMaps()) {
        m_saver->ask(tr("Save error map"), QStringLiteral("error-map.png"), {toRgb(m_map->picture())}, 1,
                     provenance());
    }
}

void CompareView::copySheet() {
    if (m_inside->currentWidget() == m_map) {
        QGuiApplication::clipboard()->setImage(m_map->picture());
    } else {
        ImageSaver::copy(m_pictures->sheet().pictures(), m_pictures->sheet().pictureColumns());
    }
    emit notice(tr("Copied the page"));
}

// ---- events ----

void CompareView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_meter.setWanted(true);
}

void CompareView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_meter.setWanted(false);
}

void CompareView::keyPressEvent(QKeyEvent* event) {
    if (!m_pictures->takeKey(event->key())) {
        QWidget::keyPressEvent(event);
    }
}

void CompareView::dragEnterEvent(QDragEnterEvent* event) {
    if (m_pages->currentIndex() == 1 && !CompareImages::picturesIn(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void CompareView::dropEvent(QDropEvent* event) {
    const QStringList pictures = CompareImages::picturesIn(*event->mimeData());
    if (pictures.size() == 1 && recordIn(pictures.front())) {
        emit recordDropped(pictures.front());
    } else {
        openOwnPictures(pictures);
    }
    event->acceptProposedAction();
}

} // namespace latentscape
