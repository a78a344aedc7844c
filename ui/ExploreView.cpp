#include "ui/ExploreView.h"

#include "ui/Card.h"
#include "ui/ClassChooser.h"
#include "ui/DecodedCard.h"
#include "ui/Decoder.h"
#include "ui/DimensionsPage.h"
#include "ui/DirectionsPage.h"
#include "ui/EmptyState.h"
#include "ui/FittedLatents.h"
#include "ui/GalleryPage.h"
#include "ui/ImageSaver.h"
#include "ui/ImageStage.h"
#include "ui/LatentPoint.h"
#include "ui/LatentSlider.h"
#include "ui/LatentSliderGrid.h"
#include "ui/NearestPage.h"
#include "ui/OwnPicturePage.h"
#include "ui/PagedCard.h"
#include "ui/PathPage.h"
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
    connect(m_decoded, &DecodedCard::keepRequested, this, &ExploreView::keep);
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

    m_directions = new DirectionsPage(m_point, &m_encoded);
    makeOwnPage();
    m_pointCard = new PagedCard;
    m_pointCard->setObjectName(QStringLiteral("pointCard"));
    m_pointCard->addToAllHeaders(m_class);
    m_pointCard->addPage("showDimensions", tr("Dimensions"),
                         tr("A slider for each dimension of the latent space"), m_dimensions,
                         m_dimensions->links());
    m_pointCard->addPage("showDirections", tr("Directions"),
                         tr("A slider for each direction in which pictures change in one respect"),
                         m_directions, m_directions->links());
    m_pointCard->addPage("showOwn", tr("Draw"),
                         tr("A picture of your own, drawn, opened or pasted: the point goes where it lies"),
                         m_own, m_own->links());
}

void ExploreView::makeOwnPage() {
    m_own = new OwnPicturePage;
    connect(m_own, &OwnPicturePage::pictureMade, this, &ExploreView::encodeOwn);
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
    m_gallery = new GalleryPage(m_point);
    m_path = new PathPage(m_point);
    m_nearest = new NearestPage;
    m_stripsCard->addPage("showGallery", tr("Gallery"), tr("The pictures you have kept"), m_gallery,
                          m_gallery->links());
    m_stripsCard->addPage("showPath", tr("Path"), tr("A walk from picture to picture"), m_path,
                          m_path->links());
    m_stripsCard->addPage("showNearest", tr("Nearest"),
                          tr("The training images most like this picture: is it learnt by heart?"), m_nearest,
                          m_nearest->links());
    connect(m_stripsCard, &PagedCard::currentChanged, this, &ExploreView::requestStrips);
    connect(m_gallery, &GalleryPage::walkRequested, this, [this](const std::vector<KeptPicture>& stops) {
        m_path->setStops(stops);
        m_stripsCard->setCurrentPage(m_path);
        m_path->play();
    });
    connect(m_path, &PathPage::stopWanted, this, [this] {
        if (m_decoded->picture())
            m_path->addStop(present());
    });
    connect(m_path, &PathPage::encodingsWanted, &m_encoded, &EncodedImages::request);
    connect(&m_encoded, &EncodedImages::ready, m_path, [this](const std::shared_ptr<const EncodedSet>& set) {
        m_path->setEncodings({set, &set->means});
    });
}

void ExploreView::connectDecoder() {
    connect(m_decoder, &Decoder::modelChanged, this, &ExploreView::followModel);
    connect(m_decoder, &Decoder::weightsArrived, this, [this] {
        m_pages->setCurrentIndex(1);
        start();
        measureKl();
    });
    connect(m_decoder, &Decoder::pointDecoded, this, [this](const DecodedImages& result) {
        m_decoded->showPicture(result);
        m_nearest->setPicture(result.images);
    });
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
    m_own->setModel(model, m_fit);
    m_gallery->setPictures({}); // points of another latent space
    m_path->clear();
    m_directions->setOwn({});
    arrange();
    start();
    measureKl();
}

void ExploreView::setData(std::shared_ptr<const Dataset> heldOut) {
    m_data = std::move(heldOut);
    m_dimensions->setImages(m_data);
    m_directions->setImages(m_data);
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
        encode(m_data, 0);
}

void ExploreView::encode(const std::shared_ptr<const Dataset>& images, std::uint32_t index) {
    m_encodedFrom = images;
    m_decoder->encode(images, index);
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

void ExploreView::setRun(const TrainConfig& config) {
    m_fit = config.fit;
    fitted().setRun(config);
    m_encoded.setRun(config);
    m_own->setModel(config.model, m_fit);
}

void ExploreView::setWeights(std::shared_ptr<const Weights> weights) {
    fitted().setWeights(weights);
    m_encoded.setWeights(std::move(weights));
}

void ExploreView::setLoaded(const LoadedData& loaded) {
    setData(loaded.heldOut);
    fitted().setData(loaded);
    m_encoded.setData(loaded);
    m_nearest->setData(loaded);
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
    const std::uint16_t label =
        m_decoder->model().classes > 0 ? m_encodedFrom->factors(result.index)[0] : m_point->label();
    if (m_encodedFrom != m_data)
        m_own->showOutcome(tr("What the model makes of it stands at the right."));
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
    encode(m_data, index);
}

// A data set of one image, of the class that is chosen.
void ExploreView::encodeOwn(const Image& picture) {
    const ModelConfig& model = m_decoder->model();
    if (!m_decoder->hasWeights() || picture.shape != model.image)
        return;
    Factors factors;
    if (model.classes > 0)
        factors = {{"label"}, {m_point->label()}, model.classNames};
    m_point->touch();
    encode(std::make_shared<const Dataset>("your picture", picture.shape, picture.pixels, std::move(factors)),
           0);
}

void ExploreView::openPicture(const QString& file) {
    m_pointCard->setCurrentPage(m_own);
    m_own->open(file);
}

KeptPicture ExploreView::present(const QString& name) const {
    return {name, m_point->latent(), m_point->label(), m_decoded->step(),
            toQImage(m_decoded->picture()->front())};
}

void ExploreView::keep() {
    if (!m_decoded->picture())
        return;
    m_gallery->keep(present());
    m_stripsCard->setCurrentPage(m_gallery);
    emit notice(tr("Kept in the gallery"));
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
