#include "ui/ExploreView.h"

#include "ui/Card.h"
#include "ui/ClassChooser.h"
#include "ui/DecodedCard.h"
#include "ui/Decoder.h"
#include "ui/DimensionsPage.h"
#include "ui/EmptyState.h"
#include "ui/ImageSaver.h"
#include "ui/LatentPoint.h"
#include "ui/LatentSlider.h"
#include "ui/LatentSliderGrid.h"
#include "ui/PagedCard.h"
#include "ui/PointButtons.h"
#include "ui/TraversalPanel.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kStripsDelay = 40; // ms
// Logical pixels.
constexpr int kUsualHeight = 604;  // of this view in a window of 1280x720
constexpr int kStripsHeight = 166; // there; in a higher window more
constexpr double kStripsShare = 0.55;
constexpr int kGap = 12;

} // namespace

ExploreView::ExploreView(Decoder* decoder, QWidget* parent)
    : QWidget(parent)
    , m_decoder(decoder)
    , m_point(new LatentPoint(this))
    , m_pages(new QStackedLayout(this))
    , m_saver(new ImageSaver(this)) {
    setObjectName(QStringLiteral("exploreView"));

    auto* empty = new EmptyState(
        tr("Here you will walk the latent space: one slider a dimension, and the picture follows your hand."),
        tr("Train a model"));
    connect(empty->button(), &QPushButton::clicked, this, &ExploreView::trainRequested);

    makeDecodedCard();
    makePointCard();
    makeStripsCard();
    auto* content = new QWidget;
    auto* top = new QHBoxLayout;
    top->setSpacing(kGap);
    top->addWidget(m_pointCard, 1);
    top->addWidget(m_decoded);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addLayout(top, 1);
    layout->addWidget(m_stripsCard);
    m_pages->addWidget(empty);
    m_pages->addWidget(content);

    m_stripsTimer.setSingleShot(true);
    m_stripsTimer.setInterval(kStripsDelay);
    connect(&m_stripsTimer, &QTimer::timeout, this, &ExploreView::requestStrips);
    connect(m_point, &LatentPoint::changed, this, &ExploreView::followPoint);
    connect(m_saver, &ImageSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_saver, &ImageSaver::failed, m_decoded, &DecodedCard::showProblem);
    connectDecoder();
    followModel();
}

void ExploreView::makeDecodedCard() {
    m_decoded = new DecodedCard;
    connect(m_decoded, &DecodedCard::notice, this, &ExploreView::notice);
}

void ExploreView::makePointCard() {
    m_class = new ClassChooser;
    connect(m_class, &ClassChooser::changedByHand, this, [this] { m_point->setLabel(m_class->chosen()); });
    m_dimensions = new DimensionsPage(m_decoder, m_point);
    connect(m_dimensions, &DimensionsPage::imagePicked, this, &ExploreView::startFrom);
    connect(m_dimensions->buttons(), &PointButtons::failed, m_decoded, &DecodedCard::showProblem);
    connect(m_dimensions->sliders(), &LatentSliderGrid::sequenceChanged, this, [this] {
        m_traversals->setModel(m_decoder->model().image, m_dimensions->sliders()->sequence());
    });

    m_pointCard = new PagedCard;
    m_pointCard->addToAllHeaders(m_class);
    m_pointCard->addPage("showDimensions", tr("Dimensions"),
                         tr("A slider for each dimension of the latent space"), m_dimensions,
                         m_dimensions->links());
}

void ExploreView::makeStripsCard() {
    m_traversals = new TraversalPanel;
    m_traversals->setObjectName(QStringLiteral("traversals"));
    connect(m_traversals, &TraversalPanel::stripsChanged, this, [this] { m_stripsTimer.start(); });
    connect(m_traversals, &TraversalPanel::valuePicked, this, [this](int dimension, float value) {
        std::vector<float> latent = m_point->latent();
        latent.at(static_cast<std::size_t>(dimension)) = value;
        m_point->move(std::move(latent), LatentPoint::Move::Jump);
    });
    QToolButton* save = makeLink("saveTraversals", tr("Save..."),
                                 tr("Save the strips as one file, a row for each dimension"));
    connect(save, &QToolButton::clicked, this, &ExploreView::saveTraversals);

    m_stripsCard = new PagedCard;
    m_stripsCard->addPage("showTraversals", tr("Traversals"),
                          tr("What each of the most telling dimensions does, all others being as they are"),
                          m_traversals, {makeNote(tr("−3 to +3 around this point")), save});
}

void ExploreView::connectDecoder() {
    connect(m_decoder, &Decoder::modelChanged, this, &ExploreView::followModel);
    connect(m_decoder, &Decoder::weightsArrived, this, [this] {
        m_pages->setCurrentIndex(1);
        start();
        measureKl();
    });
    connect(m_decoder, &Decoder::pointDecoded, m_decoded, &DecodedCard::showPicture);
    connect(m_decoder, &Decoder::stripsDecoded, this, [this](const DecodedImages& result) {
        m_strips = result.images;
        m_traversals->setImages(m_strips);
    });
    connect(m_decoder, &Decoder::encoded, this, &ExploreView::showEncoded);
    connect(m_decoder, &Decoder::measured, this,
            [this](const Measures& result) { setKlPerLatent(result.klPerLatent); });
    connect(m_decoder, &Decoder::failed, m_decoded, &DecodedCard::showProblem);
}

// ---- the model and its images ----

void ExploreView::followModel() {
    m_pages->setCurrentIndex(m_decoder->hasWeights() ? 1 : 0);
    m_strips.reset();
    const ModelConfig& model = m_decoder->model();
    m_decoded->clear(model.image);
    m_dimensions->followModel();
    m_class->setModel(model);
    m_traversals->setModel(model.image, m_dimensions->sliders()->sequence());
    m_point->reset(m_dimensions->sliders()->count());
    arrange();
    start();
    measureKl();
}

void ExploreView::setData(std::shared_ptr<const Dataset> heldOut) {
    m_data = std::move(heldOut);
    m_dimensions->setImages(m_data);
    start();
    measureKl();
}

void ExploreView::setKlPerLatent(const std::vector<float>& kl) {
    sliders()->setKl(kl);
    start();
}

bool ExploreView::hasKl() const {
    return m_decoder->model().kind == ModelKind::Vae;
}

bool ExploreView::dataFits() const {
    const ModelConfig& model = m_decoder->model();
    return m_data && m_decoder->hasWeights() && m_data->shape() == model.image &&
           (model.classes == 0 || m_data->hasLabels());
}

// The middle of the latent space is a blur of everything: the first picture of a model is that of an image,
// found anew with each epoch until the hand takes over.
void ExploreView::start() {
    if (m_point->isUntouched() && isVisible() && dataFits())
        m_decoder->encode(m_data, 0);
}

// While training each epoch brings the KL; for a model that was opened it must be measured.
void ExploreView::measureKl() {
    if (hasKl() && !m_live && dataFits() && sliders()->kl().empty())
        m_decoder->measure(m_data);
}

void ExploreView::setLive(bool training) {
    m_live = training;
    m_decoded->setLive(training);
    measureKl();
}

// ---- the point ----

LatentSliderGrid* ExploreView::sliders() const {
    return m_dimensions->sliders();
}

FittedLatents& ExploreView::fitted() const {
    return m_dimensions->buttons()->fitted();
}

void ExploreView::followPoint() {
    if (!m_point->isUntouched())
        m_decoder->release(DecodeKind::Encoding); // the hand wins
    m_class->choose(m_point->label());
    m_traversals->markPoint(m_point->latent());
    requestPoint();
    if (!m_stripsTimer.isActive())
        m_stripsTimer.start();
}

void ExploreView::showEncoded(const EncodedImage& result) {
    const std::uint16_t label = m_decoder->model().classes > 0 ? m_data->factors(result.index)[0] : 0;
    if (m_point->isUntouched())
        m_point->place(result.mean, label);
    else
        m_point->move(result.mean, label, LatentPoint::Move::Jump);
}

void ExploreView::randomise() {
    m_dimensions->buttons()->randomise();
}

void ExploreView::reset() {
    m_point->move(std::vector<float>(m_point->latent().size()), LatentPoint::Move::Jump);
}

void ExploreView::startFrom(quint32 index) {
    if (!m_data)
        return;
    m_point->touch();
    m_decoder->encode(m_data, index);
}

// ---- pictures ----

void ExploreView::requestPoint() {
    if (isVisible() && !m_point->latent().empty())
        m_decoder->decodePoint(m_point->latent(), m_point->label());
}

void ExploreView::requestStrips() {
    std::vector<float> latents;
    if (isVisible() && m_traversals->isVisible())
        latents = m_traversals->latentsAround(m_point->latent());
    if (!latents.empty())
        m_decoder->decodeStrips(std::move(latents), m_point->label());
}

void ExploreView::saveImage() {
    m_decoded->save();
}

void ExploreView::copyImage() {
    m_decoded->copy();
}

void ExploreView::saveTraversals() {
    if (m_strips)
        m_saver->ask(tr("Save traversals"), QStringLiteral("traversals.png"), *m_strips,
                     TraversalPanel::kSteps);
}

void ExploreView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    requestPoint();
    requestStrips();
    start();
}

void ExploreView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_decoder->release(DecodeKind::Point);
    m_decoder->release(DecodeKind::Strips);
}

// What a larger window has more is shared by the picture and the strips.
void ExploreView::arrange() {
    const int strips =
        kStripsHeight + std::max(0, static_cast<int>((height() - kUsualHeight) * kStripsShare));
    m_stripsCard->setFixedHeight(strips);
    m_decoded->fitInto({width() / 2, height() - kGap - strips});
}

void ExploreView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace latentscape
