#include "ui/ExploreView.h"

#include "ui/AroundCard.h"
#include "ui/ClassChooser.h"
#include "ui/DecodedCard.h"
#include "ui/Decoder.h"
#include "ui/DimensionsPage.h"
#include "ui/DirectionsPage.h"
#include "ui/EmptyState.h"
#include "ui/ExploreState.h"
#include "ui/FittedLatents.h"
#include "ui/GalleryPage.h"
#include "ui/LatentPoint.h"
#include "ui/LatentSlider.h"
#include "ui/LatentSliderGrid.h"
#include "ui/MapPanel.h"
#include "ui/OwnPicturePage.h"
#include "ui/PagedCard.h"
#include "ui/PathPage.h"
#include "ui/PictureReturn.h"
#include "ui/PointButtons.h"
#include "ui/TraversalPanel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

namespace {

// Logical pixels.
constexpr int kUsualHeight = 604;  // of this view in a window of 1280x720
constexpr int kStripsHeight = 171; // there; in a higher window more
constexpr double kStripsShare = 0.55;
constexpr int kGap = 12;

} // namespace

ExploreView::ExploreView(Decoder* decoder, QWidget* parent)
    : QWidget(parent)
    , m_decoder(decoder)
    , m_point(new LatentPoint(this))
    , m_encoded(&m_model)
    , m_return(new PictureReturn(decoder, &m_open, m_point, this))
    , m_pages(new QStackedLayout(this)) {
    setObjectName(QStringLiteral("exploreView"));

    auto* empty = new EmptyState(
        tr("Here you will walk the latent space: one slider a dimension, and the picture follows your hand."),
        tr("Train a model"));
    connect(empty->button(), &QPushButton::clicked, this, &ExploreView::trainRequested);

    makeDecodedCard();
    makePointCard();
    makeAroundCard();
    auto* content = new QWidget;
    auto* top = new QHBoxLayout;
    top->setSpacing(kGap);
    top->addWidget(m_pointCard, 1);
    top->addWidget(m_decoded);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addLayout(top, 1);
    layout->addWidget(m_around);
    m_pages->addWidget(empty);
    m_pages->addWidget(content);

    connect(m_point, &LatentPoint::changed, this, &ExploreView::followPoint);
    connectReturn();
    connectDecoder();
    followModel();
}

void ExploreView::makeDecodedCard() {
    m_decoded = new DecodedCard;
    connect(m_decoded, &DecodedCard::notice, this, &ExploreView::notice);
    connect(m_decoded, &DecodedCard::failed, this, &ExploreView::tellFailure);
}

void ExploreView::makePointCard() {
    m_class = new ClassChooser;
    connect(m_class, &ClassChooser::changedByHand, this, [this] { m_point->setLabel(m_class->chosen()); });
    m_dimensions = new DimensionsPage(m_decoder, m_point, &m_encoded);
    connect(m_dimensions, &DimensionsPage::imagePicked, this, qOverload<quint32>(&ExploreView::startFrom));
    connect(m_dimensions->buttons(), &PointButtons::failed, m_decoded, &DecodedCard::showProblem);
    connect(m_dimensions->sliders(), &LatentSliderGrid::sequenceChanged, this, &ExploreView::traverse);

    m_directions = new DirectionsPage(m_point, &m_encoded);
    m_directions->setGallery([this] { return m_around->gallery()->pictures(); });
    connect(m_directions, &DirectionsPage::edited, this, &ExploreView::edited);
    connect(m_directions, &DirectionsPage::shownChanged, this, &ExploreView::traverse);
    m_map = new MapPanel(m_decoder, m_point, &m_model, &m_open);
    connect(m_map, &MapPanel::notice, this, &ExploreView::notice);
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
    m_pointCard->addPage("showMap", tr("Map"),
                         tr("The images on a plane of the latent space; point at it and the picture follows"),
                         m_map, m_map->links());
    m_pointCard->addPage("showOwn", tr("Draw"),
                         tr("A picture of your own, drawn, opened or pasted: the point goes where it lies"),
                         m_own, m_own->links());
    connect(m_pointCard, &PagedCard::currentChanged, this, &ExploreView::traverse);
}

void ExploreView::traverse() {
    if (m_around) {
        m_around->setAxes(axes());
    }
}

// To traverse: the directions while they are shown, else the dimensions.
std::vector<Direction> ExploreView::axes() const {
    const auto latent =
        static_cast<std::size_t>(m_dimensions->sliders()->count()); // first to know of a model
    std::vector<Direction> axes;
    if (m_pointCard->currentPage() == m_directions) {
        axes = m_directions->shown();
        std::erase_if(axes, [&](const Direction& axis) { return axis.vector.size() != latent; });
    }
    if (axes.empty()) {
        for (const int dimension : m_dimensions->sliders()->sequence()) {
            if (axes.size() < std::size_t{TraversalPanel::kMost}) {
                axes.push_back(directionOfDimension(dimension, latent));
            }
        }
    }
    return axes;
}

void ExploreView::makeOwnPage() {
    m_own = new OwnPicturePage;
    connect(m_own, &OwnPicturePage::pictureMade, this, &ExploreView::encodeOwn);
}

void ExploreView::makeAroundCard() {
    m_around = new AroundCard(m_decoder, m_point, &m_encoded, m_decoded, &m_open);
    connect(m_decoded, &DecodedCard::keepRequested, m_around, &AroundCard::keep);
    connect(m_around, &AroundCard::notice, this, &ExploreView::notice);
    connect(m_around, &AroundCard::edited, this, &ExploreView::edited);
    connect(m_around, &AroundCard::failed, this, &ExploreView::tellFailure);
}

void ExploreView::connectReturn() {
    connect(m_return, &PictureReturn::ownOpened, this, [this](const QString& file) {
        m_pointCard->setCurrentPage(m_own);
        m_own->open(file);
    });
    connect(m_return, &PictureReturn::notice, this, &ExploreView::notice);
    connect(m_return, &PictureReturn::told, this, &ExploreView::told);
    connect(m_return, &PictureReturn::failed, this, &ExploreView::tellFailure);
}

void ExploreView::tellFailure(const QString& message) {
    emit told(tr("That did not work"), message);
}

void ExploreView::connectDecoder() {
    connect(m_decoder, &Decoder::modelChanged, this, &ExploreView::followModel);
    connect(m_decoder, &Decoder::weightsArrived, this, [this] {
        m_pages->setCurrentIndex(1);
        start();
        measureKl();
    });
    connect(m_decoder, &Decoder::pointDecoded, this, [this](const DecodedImages& result) {
        m_decoded->showPicture(result, m_open.recordOf(result));
        m_around->setPicture(result.images);
    });
    connect(m_decoder, &Decoder::encoded, this, &ExploreView::showEncoded);
    connect(m_decoder, &Decoder::klMeasured, this,
            [this](const LatentKl& result) { setKlPerLatent(result.klPerLatent); });
    connect(m_decoder, &Decoder::failed, m_decoded, &DecodedCard::showProblem);
}

// ---- the model and its images ----

void ExploreView::followModel() {
    m_pages->setCurrentIndex(m_decoder->hasWeights() ? 1 : 0);
    const ModelConfig& model = m_decoder->model();
    m_open.setModel(model);
    m_decoded->clear(model.image);
    m_dimensions->followModel();
    m_class->setModel(model);
    m_point->reset(m_dimensions->sliders()->count());
    m_own->setModel(model, m_fit);
    m_around->followModel(axes());
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
    m_dimensions->setKl(kl);
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
        m_decoder->measureKl(m_data);
}

void ExploreView::setLive(bool training) {
    m_live = training;
    m_decoded->setLive(training);
    measureKl();
}

void ExploreView::setRun(const TrainConfig& config) {
    m_fit = config.fit;
    m_model.setRun(config);
    m_own->setModel(config.model, m_fit);
}

void ExploreView::setWeights(std::shared_ptr<const Weights> weights) {
    m_open.setWeights(weights);
    m_model.setWeights(std::move(weights));
}

void ExploreView::setLoaded(const LoadedData& loaded) {
    setData(loaded.heldOut);
    m_model.setData(loaded);
    m_around->setData(loaded);
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
    requestPoint();
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
    if (m_data)
        startFrom(m_data, index);
}

void ExploreView::startFrom(std::shared_ptr<const Dataset> images, quint32 index) {
    m_point->touch();
    encode(std::move(images), index);
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
    m_return->open(file);
}

void ExploreView::takePicture(const QImage& picture) {
    m_own->takePicture(picture);
    m_pointCard->setCurrentPage(m_own);
}

void ExploreView::pastePicture() {
    if (m_own->paste()) {
        m_pointCard->setCurrentPage(m_own);
    } else {
        emit notice(tr("There is no picture on the clipboard."));
    }
}

void ExploreView::setCheckpoint(const QString& file) {
    m_open.setCheckpoint(file);
}

// ---- what travels with the run ----

ExploreState ExploreView::state() const {
    ExploreState state;
    if (!m_point->isUntouched()) {
        state.latent = m_point->latent();
        state.label = m_point->label();
    }
    for (int i = 0; i < static_cast<int>(m_point->latent().size()); ++i) {
        if (m_point->isLocked(i))
            state.locked.push_back(i);
    }
    state.kept = m_around->gallery()->pictures();
    state.stops = m_around->path()->stops();
    state.directions = m_directions->own();
    state.pointPage = m_pointCard->current();
    state.aroundPage = m_around->current();
    m_dimensions->keepIn(state);
    state.map = m_map->settings();
    return state;
}

void ExploreView::restore(const ExploreState& state) {
    m_around->gallery()->setPictures(state.kept);
    m_around->path()->setStops(state.stops);
    m_directions->setOwn(state.directions);
    if (!state.latent.empty()) {
        m_point->touch();
        m_point->place(state.latent, state.label);
    }
    if (!state.isEmpty()) { // else nothing was kept: the pages stay
        m_pointCard->setCurrent(state.pointPage);
        m_around->setCurrent(state.aroundPage);
        m_dimensions->takeFrom(state);
        m_map->setSettings(state.map);
    }
    for (const int dimension : state.locked)
        m_point->setLocked(dimension, true);
}

// ---- pictures ----

void ExploreView::requestPoint() {
    if (isVisible() && !m_point->latent().empty())
        m_decoder->decodePoint(m_point->latent(), m_point->label());
}

void ExploreView::saveImage() {
    m_decoded->save();
}

void ExploreView::copyImage() {
    m_decoded->copy();
}

void ExploreView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    requestPoint();
    m_around->requestStrips();
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
    m_around->setFixedHeight(strips);
    const int beside = width() - kGap - m_pointCard->minimumSizeHint().width();
    m_decoded->fitInto({std::min(width() / 2, beside), height() - kGap - strips});
}

void ExploreView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace latentscape
