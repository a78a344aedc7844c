#include "ui/CompareView.h"

#include "ui/Card.h"
#include "ui/ChoiceLink.h"
#include "ui/ComparisonSheet.h"
#include "ui/Decoder.h"
#include "ui/EmptyState.h"
#include "ui/ImageSaver.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>
#include <utility>

namespace latentscape {

namespace {

constexpr std::uint32_t kSearched = 100; // images of which a GAN's latents are searched for
constexpr int kMeasureInterval = 3000;   // ms between two measurements while training, at least

QLabel* makeNamedNote(const char* name, const QString& text = {}) {
    QLabel* note = makeNote(text);
    note->setObjectName(QLatin1String(name));
    return note;
}

QPushButton* makeButton(const char* name, const QString& text, const QString& tip) {
    auto* button = new QPushButton(text);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(tip);
    button->setToolTip(tip);
    return button;
}

QString figure(double value) {
    return QLocale().toString(value, 'f', 4);
}

} // namespace

CompareView::CompareView(Decoder* decoder, QWidget* parent)
    : QWidget(parent)
    , m_decoder(decoder)
    , m_pages(new QStackedLayout(this))
    , m_sheet(new ComparisonSheet)
    , m_histogram(new ErrorHistogram)
    , m_saver(new ImageSaver(this)) {
    setObjectName(QStringLiteral("compareView"));
    setFocusPolicy(Qt::StrongFocus);

    const auto addEmpty = [this](const QString& sentence) {
        auto* empty = new EmptyState(sentence, tr("Train a model"));
        connect(empty->button(), &QPushButton::clicked, this, &CompareView::trainRequested);
        m_pages->addWidget(empty);
    };
    addEmpty(
        tr("Here you will see held-out images beside what the model makes of them, and where it errs most."));
    m_pages->addWidget(makeCard());

    m_measureTimer.setSingleShot(true);
    connect(&m_measureTimer, &QTimer::timeout, this, &CompareView::measure);
    connect(m_sheet, &ComparisonSheet::columnsChanged, this, [this] { showFrom(m_first); });
    connect(m_sheet, &ComparisonSheet::picked, this, &CompareView::exploreRequested);
    connect(m_histogram, &ErrorHistogram::rangePicked, this,
            [this](const ErrorHistogram::Range& range) { pickRange(range); });
    connect(m_histogram, &ErrorHistogram::cleared, this, [this] { pickRange(std::nullopt); });
    connect(m_saver, &ImageSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_saver, &ImageSaver::failed, this, &CompareView::showProblem);
    connectDecoder();
    followModel();
}

QFrame* CompareView::makeCard() {
    auto* card = new Card(tr("Original, generated, difference"));
    m_sheet->setObjectName(QStringLiteral("comparisonSheet"));
    m_histogram->setObjectName(QStringLiteral("errorHistogram"));
    m_histogram->setAccessibleName(tr("How the error is spread over all held-out images"));
    m_histogram->setToolTip(
        tr("Click a bar to see its images; arrows and Enter do the same, Escape shows all again"));
    m_caption = makeNamedNote("histogramCaption");
    m_problem = new QLabel;
    m_problem->setObjectName(QStringLiteral("compareProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_problem->hide();

    fillHeader(card);
    card->body()->addWidget(m_problem);
    card->body()->addWidget(m_sheet, 5);
    card->body()->addWidget(m_caption);
    card->body()->addWidget(m_histogram, 1);
    card->body()->addLayout(makeFooter());
    return card;
}

void CompareView::fillHeader(Card* card) {
    m_showAll =
        makeLink("showAllErrors", {}, tr("Only images with such an error are shown; click to see all again"));
    m_showAll->setAccessibleName(tr("Show images with any error"));
    m_showAll->hide();
    connect(m_showAll, &QToolButton::clicked, this, [this] { pickRange(std::nullopt); });
    m_order = new ChoiceLink("compareOrder", tr("Order of the images"), tr("Which images come first"));
    for (const QString& order : {tr("worst first"), tr("best first"), tr("in order")})
        m_order->addChoice(order, order);
    connect(m_order, &ChoiceLink::currentChanged, this, [this] {
        m_first = 0;
        m_ranking.setOrder(static_cast<Order>(m_order->current()));
        showFrom(0);
    });
    auto* save = makeLink("saveSheet", tr("Save..."), tr("Save these pictures as one PNG file"));
    connect(save, &QToolButton::clicked, this, &CompareView::saveSheet);

    card->addToHeader(m_showAll);
    card->addToHeader(m_order);
    card->addToHeader(makeNamedNote("compareError", tr("error: squared, mean over pixels")));
    card->addToHeader(save);
}

QHBoxLayout* CompareView::makeFooter() {
    m_place = makeNamedNote("comparePlace");
    m_figures = makeNamedNote("errorFigures");
    m_figures->setToolTip(tr("Squared error of a held-out image, mean over its pixels"));
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("measureProgress"));
    m_progress->setAccessibleName(tr("Measuring the error of all held-out images"));
    m_progress->setToolTip(m_progress->accessibleName());
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(120, 6);
    m_cancel =
        makeButton("cancelMeasure", tr("Cancel"), tr("Stop measuring; the images stay in their order"));
    connect(m_cancel, &QPushButton::clicked, this, &CompareView::cancelMeasure);
    showMeasuring(false);
    m_previous =
        makeButton("comparePrevious", QStringLiteral("‹"), tr("Images before these (Left, Page Up)"));
    m_next = makeButton("compareNext", QStringLiteral("›"), tr("Images after these (Right, Page Down)"));
    connect(m_previous, &QPushButton::clicked, this, &CompareView::showPrevious);
    connect(m_next, &QPushButton::clicked, this, &CompareView::showNext);

    auto* footer = new QHBoxLayout;
    footer->setSpacing(8);
    footer->addWidget(m_place);
    footer->addStretch();
    footer->addWidget(m_progress);
    footer->addWidget(m_cancel);
    footer->addWidget(m_figures);
    for (QPushButton* button : {m_previous, m_next}) {
        button->setFixedWidth(40);
        footer->addWidget(button);
    }
    return footer;
}

void CompareView::connectDecoder() {
    connect(m_decoder, &Decoder::modelChanged, this, &CompareView::followModel);
    connect(m_decoder, &Decoder::weightsArrived, this, [this] {
        choosePage();
        measure();
    });
    connect(m_decoder, &Decoder::reconstructed, this, &CompareView::showResult);
    connect(m_decoder, &Decoder::measured, this, &CompareView::showMeasures);
    connect(m_decoder, &Decoder::measureProgress, this, &CompareView::showProgress);
    connect(m_decoder, &Decoder::failed, this, &CompareView::showProblem);
}

void CompareView::choosePage() {
    m_pages->setCurrentIndex(m_data && m_decoder->hasWeights() ? 1 : 0);
}

void CompareView::followModel() {
    chooseImages();
    m_ranking.reset(m_data ? m_data->count() : 0);
    m_histogram->setErrors({});
    m_figures->clear();
    m_problem->hide();
    showMeasuring(false);
    m_measureTimer.stop();
    m_measuring = false;
    m_measuredStep = m_newestStep = -1;
    m_first = 0;
    m_showAll->hide();
    choosePage();
    m_sheet->setShape(m_data ? m_data->shape() : ImageShape{});
    describeErrors();
    describeOrder();
    showFrom(0);
    measure();
}

bool CompareView::isGan() const {
    return m_decoder->model().kind == ModelKind::Gan;
}

// A GAN has no encoder: its errors take a search for each image, which is too much work beside a run.
bool CompareView::canMeasure() const {
    return !isGan() || !m_live;
}

void CompareView::describeErrors() {
    m_histogram->setVisible(canMeasure());
    m_order->setEnabled(canMeasure());
    const QString count = m_data ? locale().toString(static_cast<qlonglong>(m_data->count())) : QString();
    m_caption->setText(
        !m_data ? QString()
        : !isGan()
            ? tr("How the error is spread over all %1 held-out images: click a bar to see them").arg(count)
        : m_live
            ? tr("A GAN cannot encode an image. Shown is the nearest image that a search over its latents "
                 "has found; they are sorted when the run has ended.")
            : tr("How the error is spread over the first %1 held-out images. A GAN cannot encode: each "
                 "latent is searched for.")
                  .arg(count));
}

// Of a GAN the first images only.
void CompareView::chooseImages() {
    m_data = m_heldOut;
    if (m_heldOut && isGan() && m_heldOut->count() > kSearched) {
        std::vector<std::uint32_t> indices(kSearched);
        std::iota(indices.begin(), indices.end(), 0U);
        m_data = std::make_shared<const Dataset>(m_heldOut->subset(indices));
    }
}

void CompareView::setData(std::shared_ptr<const Dataset> heldOut) {
    m_heldOut = std::move(heldOut);
    followModel();
}

void CompareView::setLive(bool training) {
    if (std::exchange(m_live, training) != training && isGan()) {
        describeErrors();
        if (training)
            cancelMeasure();
    }
    measureLater();
}

void CompareView::setOrder(Order order) {
    m_order->setCurrent(static_cast<int>(order));
}

void CompareView::pickRange(std::optional<ErrorHistogram::Range> range) {
    m_ranking.setRange(range);
    m_first = 0;
    m_showAll->setVisible(range.has_value());
    if (range)
        m_showAll->setText(tr("error %1 – %2 ✕").arg(figure(range->low), figure(range->high)));
    showFrom(m_first);
}

// There is no order by errors before these are known.
void CompareView::describeOrder() {
    m_order->showInstead(m_ranking.isKnown() ? QString()
                         : m_measuring       ? tr("in order, measuring...")
                                             : tr("in order"));
}

std::vector<std::uint32_t> CompareView::page() const {
    const std::vector<std::uint32_t>& all = m_ranking.sequence();
    const auto count = std::ssize(all);
    const std::int64_t end = std::min(count, m_first + m_sheet->columns());
    return {all.begin() + std::min(m_first, count), all.begin() + end};
}

void CompareView::showFrom(std::int64_t first) {
    const auto count = std::ssize(m_ranking.sequence());
    const std::int64_t columns = std::max(1, m_sheet->columns());
    m_first = std::clamp<std::int64_t>(first, 0, std::max<std::int64_t>(0, (count - 1) / columns * columns));
    const std::vector<std::uint32_t> shown = page();
    m_previous->setEnabled(m_first > 0);
    m_next->setEnabled(m_first + columns < count);
    m_histogram->setMarked(m_ranking.rangeOf(shown));
    if (shown.empty()) {
        m_place->setText(count == 0 && m_ranking.hasRange() ? tr("no image has such an error any more")
                                                            : QString());
        m_sheet->clear();
        return;
    }
    m_place->setText(
        tr("%1 – %2 of %3")
            .arg(locale().toString(static_cast<qlonglong>(m_first + 1)),
                 locale().toString(static_cast<qlonglong>(m_first) + static_cast<qlonglong>(shown.size())),
                 locale().toString(static_cast<qlonglong>(count))));
    if (isVisible())
        m_decoder->reconstruct(m_data, shown);
}

void CompareView::showNext() {
    showFrom(m_first + m_sheet->columns());
}

void CompareView::showPrevious() {
    showFrom(m_first - m_sheet->columns());
}

void CompareView::showResult(const ReconstructedImages& result) {
    m_problem->hide();
    // Newer weights than those that were measured may rank the images of the page anew.
    m_sheet->setResult(result.origin.step != m_measuredStep ? m_ranking.ranked(result) : result);
    m_newestStep = result.origin.step;
    measureLater();
}

// With weights that have not been measured yet, not more often than is worth while.
void CompareView::measureLater() {
    if (!canMeasure() || m_measuring || m_measureTimer.isActive() || m_newestStep == m_measuredStep ||
        m_newestStep < 0)
        return;
    const qint64 passed = m_sinceMeasured.isValid() ? m_sinceMeasured.elapsed() : kMeasureInterval;
    m_measureTimer.start(static_cast<int>(std::max<qint64>(0, kMeasureInterval - passed)));
}

void CompareView::measure() {
    if (!canMeasure() || !m_data || !m_decoder->hasWeights() || !isVisible())
        return;
    m_measuring = true;
    m_sinceMeasured.start();
    m_decoder->measure(m_data);
    describeOrder();
}

void CompareView::cancelMeasure() {
    m_decoder->release(DecodeKind::Measures);
    m_measuring = false;
    m_measuredStep = m_newestStep; // until newer weights arrive
    showMeasuring(false);
    describeOrder();
}

void CompareView::showProgress(qint64 done, qint64 total) {
    m_progress->setRange(0, static_cast<int>(total));
    m_progress->setValue(static_cast<int>(done));
    const bool slow = m_measuring && !m_ranking.isKnown() && m_sinceMeasured.elapsed() > 300;
    showMeasuring(slow);
}

void CompareView::showMeasuring(bool shown) {
    m_progress->setVisible(shown);
    m_cancel->setVisible(shown);
}

void CompareView::showMeasures(const Measures& result) {
    if (!m_data || result.errors.size() != static_cast<std::size_t>(m_data->count()))
        return;
    m_measuring = false;
    m_measuredStep = result.origin.step;
    showMeasuring(false);
    m_ranking.setErrors(result.errors);
    m_histogram->setErrors(result.errors);
    m_figures->setText(tr("mean %1  ·  median %2  ·  95 % below %3")
                           .arg(figure(m_histogram->mean()), figure(m_histogram->quantile(0.5)),
                                figure(m_histogram->quantile(0.95))));
    describeOrder();
    showFrom(m_first);
}

void CompareView::showProblem(const QString& message) {
    m_measuring = false;
    showMeasuring(false);
    describeOrder();
    m_problem->setText(message);
    m_problem->show();
}

void CompareView::saveSheet() {
    m_saver->ask(tr("Save sheet"), QStringLiteral("comparison.png"), m_sheet->pictures(),
                 m_sheet->pictureColumns());
}

void CompareView::copySheet() {
    ImageSaver::copy(m_sheet->pictures(), m_sheet->pictureColumns());
    emit notice(tr("Copied the page"));
}

void CompareView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    showFrom(m_first);
    if (!m_ranking.isKnown())
        measure();
}

void CompareView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_decoder->release(DecodeKind::Reconstruction);
}

void CompareView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_PageDown:
        showNext();
        break;
    case Qt::Key_Left:
    case Qt::Key_PageUp:
        showPrevious();
        break;
    case Qt::Key_Home:
        showFrom(0);
        break;
    case Qt::Key_End:
        showFrom(std::ssize(m_ranking.sequence()));
        break;
    case Qt::Key_Escape:
        pickRange(std::nullopt);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace latentscape
