#include "ui/AugmentPreview.h"

#include "ui/Card.h"
#include "ui/ImageStage.h"
#include "ui/SettingGroup.h"

#include <QLabel>
#include <QVBoxLayout>

namespace latentscape {

namespace {

constexpr int kColumns = 8;
constexpr int kStageHeight = 84;

// kColumns images, then the same with their changes.
std::shared_ptr<std::vector<Image>> pictures(const Dataset& data, const AugmentConfig& config,
                                             std::uint64_t seed, std::int64_t epoch) {
    auto images = std::make_shared<std::vector<Image>>();
    const std::int64_t count = std::min<std::int64_t>(kColumns, data.count());
    for (std::int64_t i = 0; i < count; ++i) {
        images->push_back(data.image(i));
    }
    for (std::int64_t i = 0; i < count; ++i) {
        Image changed = data.image(i);
        augment(data.pixels(i), data.shape(), config,
                augmentRandom(seed, epoch, static_cast<std::uint32_t>(i)), changed.pixels);
        images->push_back(std::move(changed));
    }
    return images;
}

} // namespace

AugmentPreview::AugmentPreview(QWidget* parent)
    : QWidget(parent)
    , m_stage(named(new ImageStage, "augmentPreview", tr("Training images, unchanged and changed"),
                    tr("Above: as they are. Below: as training would see them this time."))) {
    m_stage->setColumns(kColumns);
    m_stage->setFixedHeight(kStageHeight);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_stage);
    column->addWidget(makeNote(tr("Above as they are, below as training sees them")));
}

void AugmentPreview::setData(std::shared_ptr<const Dataset> images) {
    m_data = std::move(images);
    draw();
}

void AugmentPreview::setConfig(const AugmentConfig& config, std::uint64_t seed) {
    if (config != m_config || seed != m_seed) {
        m_config = config;
        m_seed = seed;
        draw();
    }
}

void AugmentPreview::drawAgain() {
    ++m_epoch;
    draw();
}

void AugmentPreview::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    draw();
}

void AugmentPreview::draw() {
    if (!m_data || !isVisible()) {
        return;
    }
    m_task.run([this, dataset = m_data, config = m_config, seed = m_seed, epoch = m_epoch](std::stop_token) {
        auto images = pictures(*dataset, config, seed, epoch);
        return [this, images] { m_stage->setImages(images); };
    });
}

} // namespace latentscape
