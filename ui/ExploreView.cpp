#include "ui/ExploreView.h"

#include "core/train/Metrics.h"
#include "ui/Card.h"
#include "ui/ChoiceLink.h"
#include "ui/ClassChooser.h"
#include "ui/Decoder.h"
#include "ui/EmptyState.h"
#include "ui/ImagePicker.h"
#include "ui/ImageSaver.h"
#include "ui/ImageStage.h"
#include "ui/LatentSlider.h"
#include "ui/LatentSliderGrid.h"
#include "ui/PointButtons.h"
#include "ui/TraversalPanel.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kStripsDelay = 40; // ms
// Logical pixels.
constexpr int kUsualHeight = 604;      // of this view in a window of 1280x720
constexpr int kTraversalsHeight = 166; // there; in a higher window more
constexpr double kTraversalsShare = 0.55;
constexpr int kPictureRoom = 312;  // its width at least, for the line above and the buttons below
constexpr int kAroundPicture = 92; // title, buttons and margins of its card
constexpr int kCardFrame = 13;     // margin and line
constexpr int kGap = 12;

QPushButton* makeButton(const char* name, const QString& text, const QString& tip) {
    auto* button = new QPushButton(text);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(text);
    button->setToolTip(tip);
    return button;
}

} // namespace

ExploreView::ExploreView(Decoder* decoder, QWidget* parent)
    : QWidget(parent)
    , m_decoder(decoder)
    , m_pages(new QStackedLayout(this))
    , m_buttons(new PointButtons)
    , m_picker(new ImagePicker(this))
    , m_saver(new ImageSaver(this)) {
    setObjectName(QStringLiteral("exploreView"));

    auto* empty = new EmptyState(
        tr("Here you will walk the latent space: one slider a dimension, and the picture follows your hand."),
        tr("Train a model"));
    connect(empty->button(), &QPushButton::clicked, this, &ExploreView::trainRequested);

    auto* content = new QWidget;
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(makeSlidersCard(), 1);
    top->addWidget(makeDecodedCard());
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(top, 1);
    layout->addWidget(makeTraversalsCard());
    m_pages->addWidget(empty);
    m_pages->addWidget(content);

    m_stripsTimer.setSingleShot(true);
    m_stripsTimer.setInterval(kStripsDelay);
    connect(&m_stripsTimer, &QTimer::timeout, this, &ExploreView::requestStrips);
    connect(m_picker, &ImagePicker::picked, this, &ExploreView::startFrom);
    connect(m_saver, &ImageSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_saver, &ImageSaver::failed, this, &ExploreView::showProblem);
    connectDecoder();
    followModel();
}

QFrame* ExploreView::makeSlidersCard() {
    m_order = new ChoiceLink("sortLatents", tr("Order of the sliders"),
                             tr("The order of the sliders: the most telling first, or by number"));
    m_order->addChoice(tr("By KL, the most telling first"), tr("sorted by KL"));
    m_order->addChoice(tr("By number"), tr("sorted by number"));
    connect(m_order, &ChoiceLink::currentChanged, this, [this](int index) {
        m_sliders->setOrder(index == 0 ? LatentSliderGrid::Order::Kl : LatentSliderGrid::Order::Index);
    });

    m_sliders = new LatentSliderGrid;
    m_sliders->setObjectName(QStringLiteral("latentSliders"));
    connect(m_sliders, &LatentSliderGrid::latentChanged, this, [this] {
        m_untouched = false;
        m_decoder->release(DecodeKind::Encoding); // the hand wins
        requestPoint();
        m_traversals->markPoint(m_sliders->latent());
        if (!m_stripsTimer.isActive())
            m_stripsTimer.start();
    });
    connect(m_sliders, &LatentSliderGrid::sequenceChanged, this,
            [this] { m_traversals->setModel(m_decoder->model().image, m_sliders->sequence()); });

    auto* card = new Card(tr("Latent dimensions"));
    m_class = new ClassChooser;
    connect(m_class, &ClassChooser::changedByHand, this, [this] {
        m_untouched = false;
        m_decoder->release(DecodeKind::Encoding);
        requestPoint();
        requestStrips();
    });
    card->addToHeader(m_class);
    card->addToHeader(m_buttons->source());
    card->addToHeader(m_order);
    card->body()->addWidget(m_sliders, 1);
    card->body()->addWidget(m_buttons);
    connect(m_buttons, &PointButtons::drawn, this, &ExploreView::setRandom);
    connect(m_buttons, &PointButtons::resetRequested, this, &ExploreView::reset);
    connect(m_buttons, &PointButtons::imageRequested, this,
            [this] { m_picker->popUp(m_buttons->fromImage()); });
    connect(m_buttons, &PointButtons::failed, this, &ExploreView::showProblem);
    return card;
}

// Its latent may be the one that is shown already.
void ExploreView::chooseClassOf(std::uint32_t image) {
    if (m_decoder->model().classes > 0 && m_class->choose(m_data->factors(image)[0])) {
        requestPoint();
        m_stripsTimer.start();
    }
}

QFrame* ExploreView::makeDecodedCard() {
    m_origin = makeNote({});
    m_origin->setObjectName(QStringLiteral("decodedOrigin"));
    m_stage = new ImageStage;
    m_stage->setObjectName(QStringLiteral("decodedImage"));
    m_stage->setAccessibleName(tr("Decoded image"));
    m_stage->setToolTip(tr("What the decoder makes of the sliders' point"));
    m_problem = new QLabel;
    m_problem->setObjectName(QStringLiteral("exploreProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_problem->hide();

    QPushButton* save =
        makeButton("saveDecoded", tr("Save image..."), tr("Save the decoded picture as a PNG file"));
    save->setProperty("role", "primary");
    connect(save, &QPushButton::clicked, this, &ExploreView::saveImage);
    QPushButton* copy =
        makeButton("copyDecoded", tr("Copy"),
                   tr("Put the decoded picture on the clipboard, enlarged without smoothing"));
    connect(copy, &QPushButton::clicked, this, &ExploreView::copyImage);

    auto* card = new Card(tr("Decoded"));
    card->addToHeader(m_origin);
    card->body()->addWidget(m_stage, 0, Qt::AlignHCenter);
    card->body()->addWidget(m_problem);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(save, 1);
    buttons->addWidget(copy);
    card->body()->addLayout(buttons);
    card->body()->addStretch();
    m_decodedCard = card;
    return card;
}

QFrame* ExploreView::makeTraversalsCard() {
    m_traversals = new TraversalPanel;
    m_traversals->setObjectName(QStringLiteral("traversals"));
    connect(m_traversals, &TraversalPanel::stripsChanged, this, [this] { m_stripsTimer.start(); });
    connect(m_traversals, &TraversalPanel::valuePicked, this,
            [this](int dimension, float value) { m_sliders->slider(dimension)->setLatent(value); });
    QToolButton* save = makeLink("saveTraversals", tr("Save..."),
                                 tr("Save the strips as one PNG file, a row for each dimension"));
    connect(save, &QToolButton::clicked, this, &ExploreView::saveTraversals);

    auto* card = new Card(tr("Traversals"));
    card->addToHeader(makeNote(tr("−3 to +3 around this point")));
    card->addToHeader(save);
    card->body()->addWidget(m_traversals, 1);
    m_traversalsCard = card;
    return card;
}

void ExploreView::connectDecoder() {
    connect(m_decoder, &Decoder::modelChanged, this, &ExploreView::followModel);
    connect(m_decoder, &Decoder::weightsArrived, this, [this] {
        m_pages->setCurrentIndex(1);
        start();
        measureKl();
    });
    connect(m_decoder, &Decoder::pointDecoded, this, &ExploreView::showPoint);
    connect(m_decoder, &Decoder::stripsDecoded, this, [this](const DecodedImages& result) {
        m_strips = result.images;
        m_traversals->setImages(m_strips);
    });
    connect(m_decoder, &Decoder::encoded, this, [this](const EncodedImage& result) {
        const bool untouched = m_untouched;
        chooseClassOf(result.index);
        m_sliders->setLatent(result.mean);
        m_untouched = untouched;
    });
    connect(m_decoder, &Decoder::measured, this,
            [this](const Measures& result) { setKlPerLatent(result.klPerLatent); });
    connect(m_decoder, &Decoder::failed, this, &ExploreView::showProblem);
}

void ExploreView::followModel() {
    m_pages->setCurrentIndex(m_decoder->hasWeights() ? 1 : 0);
    m_picture.reset();
    m_strips.reset();
    m_problem->hide();
    const ModelConfig& model = m_decoder->model();
    m_sliders->setCount(model.image.width > 0 ? static_cast<int>(model.latent) : 0, hasKl());
    m_buttons->setLatents(m_sliders->count());
    m_order->showInstead(hasKl() ? QString() : tr("by number"));
    m_order->setEnabled(hasKl());
    m_class->setModel(model);
    m_traversals->setModel(model.image, m_sliders->sequence());
    m_untouched = true;
    arrange();
    requestPoint();
    start();
    measureKl();
}

void ExploreView::setData(std::shared_ptr<const Dataset> heldOut) {
    m_data = std::move(heldOut);
    m_picker->setData(m_data);
    m_buttons->setHasImages(m_data != nullptr);
    start();
    measureKl();
}

void ExploreView::setKlPerLatent(const std::vector<float>& kl) {
    m_sliders->setKl(kl);
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
    if (m_untouched && isVisible() && dataFits())
        m_decoder->encode(m_data, 0);
}

// While training each epoch brings the KL; for a model that was opened it must be measured.
void ExploreView::measureKl() {
    if (hasKl() && !m_live && dataFits() && m_sliders->kl().empty())
        m_decoder->measure(m_data);
}

void ExploreView::setLive(bool training) {
    m_live = training;
    measureKl();
}

void ExploreView::randomise() {
    m_buttons->randomise();
}

FittedLatents& ExploreView::fitted() const {
    return m_buttons->fitted();
}

// What is dead stays at zero.
void ExploreView::setRandom(std::vector<float> latent) {
    if (static_cast<int>(latent.size()) != m_sliders->count())
        return; // of the model before
    for (std::size_t i = 0; i < latent.size(); ++i) {
        if (m_sliders->slider(static_cast<int>(i))->isDead())
            latent[i] = 0;
    }
    m_sliders->setLatent(latent);
}

void ExploreView::reset() {
    m_untouched = false;
    m_sliders->setLatent(std::vector<float>(static_cast<std::size_t>(m_sliders->count()), 0.0F));
}

void ExploreView::startFrom(quint32 index) {
    m_untouched = false;
    if (m_data)
        m_decoder->encode(m_data, index);
}

void ExploreView::requestPoint() {
    if (isVisible() && m_sliders->count() > 0)
        m_decoder->decodePoint(m_sliders->latent(), m_class->chosen());
}

void ExploreView::requestStrips() {
    std::vector<float> latents;
    if (isVisible())
        latents = m_traversals->latentsAround(m_sliders->latent());
    if (!latents.empty())
        m_decoder->decodeStrips(std::move(latents), m_class->chosen());
}

void ExploreView::showPoint(const DecodedImages& result) {
    m_picture = result.images;
    m_stage->setImages(m_picture);
    m_problem->hide();
    const QString text =
        tr("with weights of step %1").arg(locale().toString(static_cast<qlonglong>(result.origin.step)));
    m_origin->setText(m_live ? tr("%1 · live").arg(text) : text);
}

void ExploreView::showProblem(const QString& message) {
    m_problem->setText(message);
    m_problem->show();
}

void ExploreView::saveImage() {
    if (m_picture)
        m_saver->ask(tr("Save image"), QStringLiteral("decoded.png"), *m_picture, 1);
}

void ExploreView::saveTraversals() {
    if (m_strips)
        m_saver->ask(tr("Save traversals"), QStringLiteral("traversals.png"), *m_strips,
                     TraversalPanel::kSteps);
}

void ExploreView::copyImage() {
    if (!m_picture)
        return;
    ImageSaver::copy(*m_picture, 1);
    emit notice(tr("Copied the picture"));
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

// What a larger window has more is shared by the picture and the traversals.
void ExploreView::arrange() {
    const int traversals =
        kTraversalsHeight + std::max(0, static_cast<int>((height() - kUsualHeight) * kTraversalsShare));
    m_traversalsCard->setFixedHeight(traversals);

    const ImageShape& shape = m_decoder->model().image;
    if (shape.width <= 0)
        return;
    // The largest whole factor of device pixels; the frame around the picture is the stage's own two pixels.
    const QSize room(std::max(kPictureRoom, width() / 2), height() - kGap - traversals - kAroundPicture);
    const qreal ratio = devicePixelRatioF();
    const int factor = std::max(1, static_cast<int>(std::min(room.width() * ratio / shape.width,
                                                             room.height() * ratio / shape.height)));
    const auto side = [&](int pixels) {
        return static_cast<int>(std::ceil(pixels * factor / ratio)) + 2 * ImageStage::kGap;
    };
    m_stage->setFixedSize(side(shape.width), side(shape.height));
    m_decodedCard->setFixedWidth(std::max(m_stage->width(), kPictureRoom) + 2 * kCardFrame);
}

void ExploreView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace latentscape
