#include "ui/TraversalPanel.h"

#include "ui/ImageStage.h"
#include "ui/Theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kNameWidth = 32;
constexpr int kGap = ImageStage::kGap;
constexpr int kRowGap = 4;
constexpr int kColumnGap = 16;
constexpr int kWanted = 6; // strips, before pictures grow
constexpr int kMost = 24;  // strips; more would be slow to follow the hand

} // namespace

TraversalPanel::TraversalPanel(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void TraversalPanel::setModel(const ImageShape& shape, std::vector<int> sequence) {
    m_shape = shape;
    m_sequence = std::move(sequence);
    arrange();
    emit stripsChanged();
}

std::vector<int> TraversalPanel::dimensions() const {
    return {m_sequence.begin(), m_sequence.begin() + m_shown};
}

std::vector<float> TraversalPanel::latentsAround(const std::vector<float>& point) const {
    std::vector<float> latents;
    latents.reserve(static_cast<std::size_t>(m_shown * kSteps) * point.size());
    for (const int dimension : dimensions()) {
        for (int step = 0; step < kSteps; ++step) {
            latents.insert(latents.end(), point.begin(), point.end());
            (latents.end() - static_cast<std::ptrdiff_t>(point.size()))[dimension] = valueOf(step);
        }
    }
    return latents;
}

void TraversalPanel::markPoint(const std::vector<float>& point) {
    for (int strip = 0; strip < m_shown; ++strip) {
        const auto step = static_cast<int>(std::lround((point.at(m_sequence[strip]) + kReach) / kBetween));
        m_strips[strip]->setCurrent(step >= 0 && step < kSteps ? step : -1);
    }
}

void TraversalPanel::setImages(const std::shared_ptr<const std::vector<Image>>& images) {
    if (images->size() != static_cast<std::size_t>(m_shown * kSteps))
        return;
    for (int strip = 0; strip < m_shown; ++strip) {
        const auto first = images->begin() + strip * kSteps;
        m_strips[strip]->setImages(std::make_shared<std::vector<Image>>(first, first + kSteps));
    }
}

void TraversalPanel::addStrip() {
    const auto strip = static_cast<int>(m_strips.size());
    auto* stage = new ImageStage(this);
    stage->setObjectName(QStringLiteral("strip%1").arg(strip));
    stage->setToolTip(tr("Click a picture to move this dimension there"));
    stage->setColumns(kSteps);
    stage->setBackdrop(ImageStage::Backdrop::Tight);
    stage->setClickable(true);
    connect(stage, &ImageStage::imageClicked, this,
            [this, strip](int step) { emit valuePicked(m_sequence[strip], valueOf(step)); });
    m_strips.push_back(stage);
}

void TraversalPanel::arrange() {
    const int before = m_shown;
    const int count = std::min(kMost, static_cast<int>(m_sequence.size()));
    int factor = std::max(1, m_shape.width > 0 ? width() / (kSteps * m_shape.width) : 1);
    int columns = 0;
    int rows = 0;
    QSize strip;
    // Smaller until enough fit; a factor of 0 stands for pictures that must be shrunk to fit the width.
    for (; factor >= 0; --factor) {
        const QSize picture = factor > 0 ? QSize(m_shape.width, m_shape.height) * factor
                                         : QSize(m_shape.width, m_shape.height)
                                               .scaled(std::max(1, (width() - kNameWidth) / kSteps - kGap),
                                                       32, Qt::KeepAspectRatio);
        strip = {kSteps * (picture.width() + kGap) + kGap, picture.height() + 2 * kGap};
        columns = (width() + kColumnGap) / (kNameWidth + strip.width() + kColumnGap);
        rows = (height() + kRowGap) / (strip.height() + kRowGap);
        if (columns * rows >= std::min(kWanted, count))
            break;
        if (factor == 1 && columns * rows > 0)
            break; // fewer rather than shrunk
    }
    m_shown = m_shape.width > 0 ? std::clamp(columns * rows, 0, count) : 0;

    rows = columns > 0 ? (m_shown + columns - 1) / columns : 0;
    while (static_cast<int>(m_strips.size()) < m_shown)
        addStrip();
    for (int i = 0; i < static_cast<int>(m_strips.size()); ++i) {
        m_strips[i]->setVisible(i < m_shown);
        if (i >= m_shown)
            continue;
        m_strips[i]->setAccessibleName(tr("Traversal of z%1, from -3 to 3").arg(m_sequence[i]));
        const int columnWidth = (width() + kColumnGap) / columns;
        m_strips[i]->setGeometry(i / rows * columnWidth + kNameWidth, i % rows * (strip.height() + kRowGap),
                                 strip.width(), strip.height());
    }
    update();
    if (m_shown != before)
        emit stripsChanged();
}

void TraversalPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(themeColors(palette()).note);
    for (int i = 0; i < m_shown; ++i) {
        const QRect strip = m_strips[i]->geometry();
        painter.drawText(QRect(strip.x() - kNameWidth, strip.y(), kNameWidth, strip.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("z%1").arg(m_sequence[i]));
    }
}

void TraversalPanel::resizeEvent(QResizeEvent*) {
    arrange();
}

QSize TraversalPanel::sizeHint() const {
    return {kNameWidth + kSteps * 58, 3 * 36};
}

QSize TraversalPanel::minimumSizeHint() const {
    return {320, 64};
}

} // namespace latentscape
