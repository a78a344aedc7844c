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

// What a run does to an image in an epoch, as BatchLoader does it.
struct Changes {
    AugmentConfig augment;
    Binarise binarise;
    std::uint64_t seed;
    std::int64_t epoch;

    Image of(const Dataset& data, std::uint32_t index) const {
        Image changed = data.image(index);
        latentscape::augment(data.pixels(index), data.shape(), augment, augmentRandom(seed, epoch, index),
                             changed.pixels);
        if (binarise != Binarise::None) {
            latentscape::binarise(changed.pixels, binariseRandom(binarise, seed, epoch, index));
        }
        return changed;
    }
};

// kColumns images, then the same with their changes.
std::shared_ptr<std::vector<Image>> pictures(const Dataset& data, const Changes& changes) {
    auto images = std::make_shared<std::vector<Image>>();
    const std::int64_t count = std::min<std::int64_t>(kColumns, data.count());
    for (std::int64_t i = 0; i < count; ++i) {
        images->push_back(data.image(i));
    }
    for (std::int64_t i = 0; i < count; ++i) {
        images->push_back(changes.of(data, static_cast<std::uint32_t>(i)));
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

void AugmentPreview::setConfig(const TrainConfig& config) {
    if (config.augment != m_augment || config.binarise != m_binarise || config.seed != m_seed) {
        m_augment = config.augment;
        m_binarise = config.binarise;
        m_seed = config.seed;
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
    m_task.run([this, dataset = m_data,
                changes = Changes{m_augment, m_binarise, m_seed, m_epoch}](const std::stop_token&) {
        auto images = pictures(*dataset, changes);
        return [this, images] { m_stage->setImages(images); };
    });
}

} // namespace latentscape
