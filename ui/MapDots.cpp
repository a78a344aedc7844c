#include "ui/MapDots.h"

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kManyPoints = 3000; // from here on they are smaller
constexpr double kRadius = 2.8;   // logical pixels
constexpr double kSmallRadius = 2.1;
constexpr double kOutline = 1;
constexpr int kAlpha = 215;
constexpr int kFadedAlpha = 28;
constexpr QRgb kOutlineColour = 0x101114; // of pictures' stage

QRgb premultiplied(QRgb colour, double share) {
    const auto part = [share](int value) { return static_cast<int>(std::lround(value * share)); };
    return qRgba(part(qRed(colour)), part(qGreen(colour)), part(qBlue(colour)), part(255));
}

// below * (255 - alpha of above) / 255 + above, two channels at a time.
QRgb over(QRgb above, QRgb below) {
    const unsigned rest = 255 - qAlpha(above);
    unsigned even = (below & 0xff00ff) * rest;
    even = ((even + ((even >> 8) & 0xff00ff) + 0x800080) >> 8) & 0xff00ff;
    unsigned odd = ((below >> 8) & 0xff00ff) * rest;
    odd = (odd + ((odd >> 8) & 0xff00ff) + 0x800080) & 0xff00ff00;
    return above + (even | odd);
}

} // namespace

MapDots::MapDots(QCustomPlot* plot, const QString& layer)
    : QCPLayerable(plot, layer) {}

void MapDots::setPositions(Tensor positions) {
    m_positions = std::move(positions);
}

void MapDots::setColours(MapColours colours) {
    m_colours = std::move(colours);
}

void MapDots::setFaded(std::vector<bool> faded) {
    m_faded = std::move(faded);
}

void MapDots::setOutlined(bool outlined) {
    m_outlined = outlined;
}

QRect MapDots::clipRect() const {
    return parentPlot()->axisRect()->rect();
}

MapDots::Scale MapDots::scale(double ratio, const QPointF& origin) const {
    const QCPAxis* x = parentPlot()->xAxis;
    const QCPAxis* y = parentPlot()->yAxis;
    const double zeroX = (x->coordToPixel(0) - origin.x()) * ratio;
    const double zeroY = (y->coordToPixel(0) - origin.y()) * ratio;
    return {zeroX, zeroY, (x->coordToPixel(1) - origin.x()) * ratio - zeroX,
            (y->coordToPixel(1) - origin.y()) * ratio - zeroY};
}

QPointF MapDots::pixelOf(int point) const {
    const auto row = m_positions.row(point);
    return {parentPlot()->xAxis->coordToPixel(double{row[0]}),
            parentPlot()->yAxis->coordToPixel(double{row[1]})};
}

int MapDots::pointAt(const QPointF& pixel, double reach) const {
    if (m_positions.empty())
        return -1;
    const Scale at = scale(1, {0, 0});
    double nearest = reach * reach;
    int found = -1;
    const float* values = m_positions.data();
    for (int i = 0; i < static_cast<int>(m_positions.dim(0)); ++i) {
        const double dx = at.x0 + at.x * double{values[2 * i]} - pixel.x();
        const double dy = at.y0 + at.y * double{values[2 * i + 1]} - pixel.y();
        if (const double square = dx * dx + dy * dy; square < nearest) {
            nearest = square;
            found = i;
        }
    }
    return found;
}

MapDots::Sprites MapDots::spritesFor(double ratio, int alpha) const {
    const double radius = (m_positions.dim(0) < kManyPoints ? kRadius : kSmallRadius) * ratio;
    const double outer = radius + (m_outlined ? kOutline * ratio : 0);
    Sprites sprites;
    sprites.side = 2 * static_cast<int>(std::ceil(outer)) + 1;
    const double middle = (sprites.side - 1) / 2.0;
    for (const QColor& colour : m_colours.palette) {
        std::vector<QRgb>& pixels = sprites.pixels.emplace_back();
        for (int y = 0; y < sprites.side; ++y) {
            for (int x = 0; x < sprites.side; ++x) {
                const double distance = std::hypot(x - middle, y - middle);
                const double inside = std::clamp(radius + 0.5 - distance, 0.0, 1.0) * alpha / 255;
                const double line = std::clamp(outer + 0.5 - distance, 0.0, 1.0) * alpha / 255;
                const QRgb dot = premultiplied(colour.rgb(), inside);
                pixels.push_back(m_outlined ? over(dot, premultiplied(kOutlineColour, line * 0.8)) : dot);
            }
        }
    }
    return sprites;
}

void MapDots::blend(const Sprites& sprites, const Scale& scale, bool faded) {
    const int side = sprites.side;
    const float* values = m_positions.data();
    auto* canvas = reinterpret_cast<QRgb*>(m_canvas.bits());
    const qsizetype line = m_canvas.bytesPerLine() / 4;
    for (std::size_t i = 0; i < m_colours.ofPoints.size(); ++i) {
        if (!m_faded.empty() && m_faded[i] != faded)
            continue;
        const double x = scale.x0 + scale.x * double{values[2 * i]} - side / 2;
        const double y = scale.y0 + scale.y * double{values[2 * i + 1]} - side / 2;
        if (!(x >= 0 && y >= 0 && x + side < m_canvas.width() && y + side < m_canvas.height()))
            continue;
        QRgb* to = canvas + static_cast<qsizetype>(y) * line + static_cast<qsizetype>(x);
        const QRgb* from = sprites.pixels[m_colours.ofPoints[i]].data();
        for (int row = 0; row < side; ++row, to += line, from += side) {
            for (int column = 0; column < side; ++column)
                to[column] = over(from[column], to[column]);
        }
    }
}

void MapDots::draw(QCPPainter* painter) {
    const QRect area = clipRect();
    if (m_positions.empty() || static_cast<std::int64_t>(m_colours.ofPoints.size()) != m_positions.dim(0) ||
        area.isEmpty())
        return;
    const double ratio =
        painter->device()->devicePixelRatioF() * painter->transform().m11(); // files are scaled
    const QSize size = (QSizeF(area.size()) * ratio).toSize();
    if (m_canvas.size() != size)
        m_canvas = QImage(size, QImage::Format_ARGB32_Premultiplied);
    m_canvas.fill(Qt::transparent);
    const Scale at = scale(ratio, area.topLeft());
    if (!m_faded.empty())
        blend(spritesFor(ratio, kFadedAlpha), at, true);
    blend(spritesFor(ratio, kAlpha), at, false);
    m_canvas.setDevicePixelRatio(ratio);
    painter->drawImage(area.topLeft(), m_canvas);
}

} // namespace latentscape
