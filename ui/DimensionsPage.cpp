#include "ui/DimensionsPage.h"

#include "core/tensor/Threads.h"
#include "core/train/Directions.h"
#include "ui/ChoiceLink.h"
#include "ui/Decoder.h"
#include "ui/EncodedImages.h"
#include "ui/ExploreState.h"
#include "ui/ImagePicker.h"
#include "ui/LatentPoint.h"
#include "ui/LatentSlider.h"
#include "ui/LatentSliderGrid.h"
#include "ui/PointButtons.h"

#include <QVBoxLayout>

#include <array>

namespace latentscape {

namespace {

constexpr std::int64_t kEffectPoints = 4;
constexpr std::array kRanges{3, 1, 2, 5, 10}; // standard deviations of the prior; the usual one first

} // namespace

DimensionsPage::DimensionsPage(Decoder* decoder, LatentPoint* point, EncodedImages* encoded, QWidget* parent)
    : QWidget(parent)
    , m_decoder(decoder)
    , m_point(point)
    , m_encoded(encoded)
    , m_sliders(new LatentSliderGrid)
    , m_buttons(new PointButtons(&encoded->model()))
    , m_picker(new ImagePicker(this)) {
    m_sliders->setObjectName(QStringLiteral("latentSliders"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_sliders, 1);
    layout->addWidget(m_buttons);
    makeLinks();

    connect(m_sliders, &LatentSliderGrid::latentChanged, this, &DimensionsPage::takeFromSliders);
    connect(m_sliders, &LatentSliderGrid::handLifted, m_point, &LatentPoint::endDrag);
    connect(m_sliders, &LatentSliderGrid::lockWanted, m_point, &LatentPoint::setLocked);
    connect(m_point, &LatentPoint::changed, this, &DimensionsPage::showPoint);
    connect(m_point, &LatentPoint::lockChanged, this,
            [this](int dimension) { m_sliders->setLocked(dimension, m_point->isLocked(dimension)); });
    connect(m_buttons, &PointButtons::drawn, this, &DimensionsPage::setRandom);
    connect(m_buttons, &PointButtons::resetRequested, this,
            [this] { m_point->move(std::vector<float>(m_point->latent().size()), LatentPoint::Move::Jump); });
    connect(m_buttons, &PointButtons::imageRequested, this,
            [this] { m_picker->popUp(m_buttons->fromImage()); });
    connect(m_picker, &ImagePicker::picked, this, &DimensionsPage::imagePicked);
}

void DimensionsPage::makeLinks() {
    m_order =
        new ChoiceLink("sortLatents", tr("Order of the sliders"),
                       tr("The order of the sliders: by KL, how much each tells about an image; by how much "
                          "the picture varies along it; or by number"));
    m_order->addChoice(tr("By KL, the most telling first"), tr("by KL"));
    m_order->addChoice(tr("By variance, the strongest in the picture first"), tr("by variance"));
    m_order->addChoice(tr("By number"), tr("by number"));
    connect(m_order, &ChoiceLink::currentChanged, this, &DimensionsPage::order);
    connect(&m_effects, &LatestTask::failed, this, [this] { showOrder(); });
    m_range = new ChoiceLink("sliderRange", tr("Range of the sliders"),
                             tr("How far the sliders reach, in standard deviations of the prior N(0, 1). "
                                "Hardly anything lies beyond 3"));
    for (const int range : kRanges)
        m_range->addChoice(tr("From −%1 to %1").arg(range), tr("±%1").arg(range));
    connect(m_range, &ChoiceLink::currentChanged, this,
            [this](int index) { m_sliders->setUsualLimit(kRanges.at(static_cast<std::size_t>(index))); });
}

// A GAN's latents have no KL; how much the picture varies is measured when it is wanted.
void DimensionsPage::order() {
    using Order = LatentSliderGrid::Order;
    m_effects.cancel();
    showOrder();
    const bool byKl = m_order->current() == 0;
    const bool byNumber = m_order->current() == 2;
    m_sliders->setOrder(byKl ? Order::Kl : byNumber ? Order::Index : Order::Effect);
    if (byKl || byNumber || !m_encoded->model().now().weights)
        return;
    m_order->showInstead(tr("measuring..."));
    m_effects.run(
        [this, model = m_encoded->model().now()](const std::stop_token& stop) -> std::function<void()> {
            setComputeThreads(1);
            const auto effects = latentEffects(*model.build(), kEffectPoints, 0, {stop, {}});
            return [this, effects] {
                showOrder();
                m_sliders->setEffects(effects);
            };
        });
}

// KL is known when the first epoch has ended, or has been measured.
void DimensionsPage::showOrder() {
    const bool waits = m_order->current() == 0 && m_sliders->kl().empty();
    m_order->showInstead(waits ? tr("not sorted yet") : QString());
}

std::vector<QWidget*> DimensionsPage::links() const {
    return {m_range, m_order};
}

void DimensionsPage::followModel() {
    const ModelConfig& model = m_decoder->model();
    const bool hasKl = model.kind == ModelKind::Vae; // a GAN has none
    m_showing = true;
    m_sliders->setCount(model.image.width > 0 ? static_cast<int>(model.latent) : 0, hasKl);
    m_showing = false;
    m_buttons->setLatents(m_sliders->count());
    m_order->setWhyNot(0, hasKl ? QString() : tr("a GAN's latents have no KL"));
    m_order->setCurrent(usualOrder());
    showOrder();
}

void DimensionsPage::keepIn(ExploreState& state) const {
    state.order = m_order->current() == usualOrder() ? -1 : m_order->current();
    state.range = m_range->current() == 0 ? -1 : m_range->current();
}

void DimensionsPage::takeFrom(const ExploreState& state) {
    const bool canSort = state.order > 0 && state.order <= 2; // by KL is usual where it is possible
    m_order->setCurrent(canSort ? state.order : usualOrder());
    const bool isRange = state.range > 0 && state.range < static_cast<int>(kRanges.size());
    m_range->setCurrent(isRange ? state.range : 0);
}

int DimensionsPage::usualOrder() const {
    return m_decoder->model().kind == ModelKind::Vae ? 0 : 2;
}

void DimensionsPage::setKl(const std::vector<float>& kl) {
    m_sliders->setKl(kl);
    showOrder();
}

void DimensionsPage::setImages(std::shared_ptr<const Dataset> images) {
    m_buttons->setHasImages(images != nullptr);
    m_picker->setData(std::move(images));
}

void DimensionsPage::takeFromSliders() {
    if (!m_showing)
        m_point->move(m_sliders->latent(), LatentPoint::Move::Drag);
}

void DimensionsPage::showPoint() {
    m_showing = true;
    m_sliders->setLatent(m_point->latent());
    m_showing = false;
}

// What is dead stays at zero.
void DimensionsPage::setRandom(std::vector<float> latent) {
    for (std::size_t i = 0; i < latent.size() && latent.size() == m_point->latent().size(); ++i) {
        if (m_sliders->isDead(static_cast<int>(i)))
            latent[i] = 0;
    }
    m_point->move(std::move(latent), LatentPoint::Move::Jump);
}

} // namespace latentscape
