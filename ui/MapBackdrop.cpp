#include "ui/MapBackdrop.h"

namespace latentscape {

MapBackdrop::MapBackdrop(QCustomPlot* plot, const QString& layer)
    : QCPLayerable(plot, layer) {
    setVisible(false);
}

void MapBackdrop::setPicture(const QImage& picture, const QRectF& area) {
    m_picture = picture;
    m_area = area;
    setVisible(!picture.isNull());
}

QRect MapBackdrop::clipRect() const {
    return parentPlot()->axisRect()->rect();
}

void MapBackdrop::draw(QCPPainter* painter) {
    const QCPAxis* x = parentPlot()->xAxis;
    const QCPAxis* y = parentPlot()->yAxis;
    const QRectF whole(QPointF(x->coordToPixel(m_area.left()), y->coordToPixel(m_area.bottom())),
                       QPointF(x->coordToPixel(m_area.right()), y->coordToPixel(m_area.top())));
    const QRectF seen = whole & QRectF(clipRect());
    if (seen.isEmpty())
        return;
    const double perX = m_picture.width() / whole.width();
    const double perY = m_picture.height() / whole.height();
    painter->drawImage(seen, m_picture,
                       QRectF((seen.left() - whole.left()) * perX, (seen.top() - whole.top()) * perY,
                              seen.width() * perX, seen.height() * perY));
}

} // namespace latentscape
