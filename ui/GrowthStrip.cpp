#include "ui/GrowthStrip.h"

#include "ui/Card.h"
#include "ui/ImageStage.h"

#include <QHBoxLayout>
#include <QLabel>

namespace latentscape {

namespace {

constexpr int kHeight = 28 + 2 * ImageStage::kGap;
constexpr std::size_t kMost = 16; // pictures, besides the newest

} // namespace

GrowthStrip::GrowthStrip(QWidget* parent)
    : QWidget(parent)
    , m_stage(new ImageStage) {
    setFixedHeight(kHeight);
    m_stage->setObjectName("growth");
    m_stage->setAccessibleName(tr("How one of the samples grew"));
    m_stage->setToolTip(
        tr("The sample with the frame, since the start of the run; click another to follow that"));
    m_stage->setBackdrop(ImageStage::Backdrop::Tight);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(makeNote(tr("How one of them grew")));
    row->addWidget(m_stage, 1);
}

void GrowthStrip::clear() {
    m_kept.clear();
    m_newest.reset();
    m_added = 0;
    m_every = 1;
    showPictures();
}

void GrowthStrip::add(const Samples& samples) {
    m_newest = samples;
    if (m_added++ % m_every == 0) {
        m_kept.push_back(samples);
    }
    if (m_kept.size() > kMost) {
        for (std::size_t i = 0; 2 * i < m_kept.size(); ++i) {
            m_kept[i] = m_kept[2 * i];
        }
        m_kept.resize((m_kept.size() + 1) / 2);
        m_every *= 2;
    }
    showPictures();
}

void GrowthStrip::setSample(int index) {
    m_sample = index;
    showPictures();
}

void GrowthStrip::showPictures() {
    auto pictures = std::make_shared<std::vector<Image>>();
    const auto show = [&](const Samples& samples) {
        if (m_sample < std::ssize(*samples)) {
            pictures->push_back((*samples)[static_cast<std::size_t>(m_sample)]);
        }
    };
    for (const Samples& samples : m_kept) {
        show(samples);
    }
    if (m_newest && m_newest != m_kept.back()) {
        show(m_newest);
    }
    m_stage->setColumns(static_cast<int>(pictures->size()));
    m_stage->setImages(pictures);
}

} // namespace latentscape
