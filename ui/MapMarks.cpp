#include "ui/MapMarks.h"

#include "ui/Theme.h"

namespace latentscape {

namespace {

// Logical pixels.
constexpr double kRing = 7;
constexpr double kArm = 13; // of the cross around it
constexpr double kHoverRing = 5;

} // namespace

MapMarks::MapMarks(QCustomPlot* plot, const QString& layer)
    : QCPLayerable(plot, layer) {}

void MapMarks::setPresent(std::optional<QPointF> place) {
    m_present = place;
}

void MapMarks::setHovered(std::optional<QPointF> place) {
    m_hovered = place;
}

void MapMarks::setFocused(bool focused) {
    m_focused = focused;
}

QRect MapMarks::clipRect() const {
    return parentPlot()->axisRect()->rect().adjusted(-1, 0, 1, 2);
}

QPointF MapMarks::pixel(const QPointF& place) const {
    return {parentPlot()->xAxis->coordToPixel(place.x()), parentPlot()->yAxis->coordToPixel(place.y())};
}

// A light line on a dark one, to be seen on points and pictures of any colour.
void MapMarks::draw(QCPPainter* painter) {
    const ThemeColors& colors = themeColors(parentPlot()->palette());
    painter->setAntialiasing(true);
    painter->setBrush(Qt::NoBrush);
    if (m_hovered) {
        for (const QPen& pen : {QPen(QColor(0x101114), 3), QPen(Qt::white, 1.5)}) {
            painter->setPen(pen);
            painter->drawEllipse(pixel(*m_hovered), kHoverRing, kHoverRing);
        }
    }
    if (m_present) {
        const QPointF at = pixel(*m_present);
        for (const QPen& pen : {QPen(Qt::white, 5), QPen(colors.accent.darker(110), 2.5)}) {
            painter->setPen(pen);
            painter->drawEllipse(at, kRing, kRing);
            for (const QPointF& way : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)})
                painter->drawLine(at + way * kRing, at + way * kArm);
        }
    }
    if (m_focused) {
        painter->setAntialiasing(false);
        painter->setPen(QPen(colors.accent, 1));
        painter->drawRect(parentPlot()->axisRect()->rect().adjusted(0, 0, -1, -1));
    }
}

} // namespace latentscape
