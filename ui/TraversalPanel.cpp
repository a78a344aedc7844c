#include "ui/TraversalPanel.h"

#include "ui/ImageStage.h"
#include "ui/Theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kNameGap = 4;
constexpr int kGap = ImageStage::kGap;
constexpr int kRowGap = 4;
constexpr int kColumnGap = 12;
constexpr int kWanted = 6; // strips, before pictures grow
constexpr int kWidestName = 120;
constexpr double kClearlyMore = 1.15; // of the area

} // namespace

TraversalPanel::TraversalPanel(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void TraversalPanel::setModel(const ImageShape& shape, std::vector<Direction> axes) {
    axes.resize(std::min(axes.size(), std::size_t{kMost}));
    if (shape == m_shape && axes == m_axes)
        return;
    m_shape = shape;
    m_axes = std::move(axes);
    arrange();
    emit stripsChanged();
}

std::vector<Direction> TraversalPanel::shownAxes() const {
    return {m_axes.begin(), m_axes.begin() + m_shown};
}

QString TraversalPanel::nameOf(int strip) const {
    return QString::fromStdString(m_axes[static_cast<std::size_t>(strip)].name);
}

std::vector<float> TraversalPanel::latentsAround(const std::vector<float>& point) const {
    std::vector<float> latents;
    latents.reserve(static_cast<std::size_t>(m_shown * kSteps) * point.size());
    for (const Direction& axis : shownAxes()) {
        for (int step = 0; step < kSteps; ++step) {
            const std::vector<float> moved = movedAlong(axis, point, positionOf(step));
            latents.insert(latents.end(), moved.begin(), moved.end());
        }
    }
    return latents;
}

void TraversalPanel::markPoint(const std::vector<float>& point) {
    for (int strip = 0; strip < m_shown; ++strip) {
        const float position = positionAlong(m_axes[static_cast<std::size_t>(strip)], point);
        const auto step = static_cast<int>(std::lround((position + kReach) / kBetween));
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
    stage->setToolTip(tr("Click a picture to go there"));
    stage->setColumns(kSteps);
    stage->setBackdrop(ImageStage::Backdrop::Tight);
    stage->setClickable(true);
    connect(stage, &ImageStage::imageClicked, this, [this, strip](int step) {
        emit positionPicked(m_axes[static_cast<std::size_t>(strip)], positionOf(step));
    });
    m_strips.push_back(stage);
}

// Of device pixels, as the stages draw them. A factor of 0 stands for pictures that must be shrunk to fit the
// width.
TraversalPanel::Layout TraversalPanel::layoutAt(int factor) const {
    const qreal ratio = devicePixelRatioF();
    const int gap = std::max(1, static_cast<int>(kGap * ratio));
    const int room = static_cast<int>((width() - m_nameWidth) * ratio);
    const QSize whole(m_shape.width, m_shape.height);
    const QSize picture = factor > 0 ? whole * factor
                                     : whole.scaled(std::max(1, room / kSteps - gap),
                                                    static_cast<int>(32 * ratio), Qt::KeepAspectRatio);
    const auto logical = [ratio](int pixels) { return static_cast<int>(std::ceil(pixels / ratio)); };
    const QSize strip(logical(kSteps * (picture.width() + gap) + gap), logical(picture.height() + 2 * gap));
    return {strip, (width() + kColumnGap) / (m_nameWidth + strip.width() + kColumnGap),
            (height() + kRowGap) / (strip.height() + kRowGap)};
}

// As large as six fit, or smaller where more strips fill clearly more; else fewer rather than shrunk ones.
TraversalPanel::Layout TraversalPanel::bestLayout(int count) const {
    const auto filled = [count](const Layout& layout) {
        return std::min(count, layout.columns * layout.rows) * layout.strip.width() * layout.strip.height();
    };
    Layout best;
    const auto room = static_cast<int>(width() * devicePixelRatioF());
    for (int factor = std::max(1, room / (kSteps * m_shape.width)); factor > 0; --factor) {
        const Layout layout = layoutAt(factor);
        const bool enough = layout.columns * layout.rows >= std::min(kWanted, count);
        if ((enough || factor == 1) && filled(layout) > kClearlyMore * filled(best))
            best = layout;
    }
    return filled(best) > 0 ? best : layoutAt(0);
}

void TraversalPanel::arrange() {
    const int before = m_shown;
    m_nameWidth = 0;
    for (int i = 0; i < std::ssize(m_axes); ++i)
        m_nameWidth = std::max(m_nameWidth, fontMetrics().horizontalAdvance(nameOf(i)));
    m_nameWidth = std::min(m_nameWidth, kWidestName) + kNameGap;
    const int count = m_shape.width > 0 ? static_cast<int>(m_axes.size()) : 0;
    const auto [strip, columns, fitting] = count > 0 ? bestLayout(count) : Layout();
    m_shown = std::clamp(columns * fitting, 0, count);

    const int rows = columns > 0 ? (m_shown + columns - 1) / columns : 0;
    while (static_cast<int>(m_strips.size()) < m_shown)
        addStrip();
    for (int i = 0; i < static_cast<int>(m_strips.size()); ++i) {
        m_strips[i]->setVisible(i < m_shown);
        if (i >= m_shown)
            continue;
        m_strips[i]->setAccessibleName(tr("Traversal of %1, from -3 to 3").arg(nameOf(i)));
        const int columnWidth = (width() + kColumnGap) / columns;
        m_strips[i]->setGeometry(i / rows * columnWidth + m_nameWidth, i % rows * (strip.height() + kRowGap),
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
        painter.drawText(QRect(strip.x() - m_nameWidth, strip.y(), m_nameWidth, strip.height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(nameOf(i), Qt::ElideRight, m_nameWidth));
    }
}

void TraversalPanel::resizeEvent(QResizeEvent*) {
    arrange();
}

QSize TraversalPanel::sizeHint() const {
    return {m_nameWidth + kSteps * 58, 3 * 36};
}

QSize TraversalPanel::minimumSizeHint() const {
    return {320, 64};
}

} // namespace latentscape
