#include "ui/Icons.h"

#include <QPainter>
#include <QPixmap>
#include <QPolygonF>

namespace latentscape {

namespace {

constexpr int kSide = 16;     // logical pixels
constexpr int kMostDense = 3; // device pixels for one of them

void draw(QPainter& painter, Icon icon) {
    switch (icon) {
    case Icon::Play:
        painter.drawPolygon(QPolygonF{{4, 3}, {13, 8}, {4, 13}});
        break;
    case Icon::Pause:
        painter.drawRect(QRectF(4, 3, 3, 10));
        painter.drawRect(QRectF(9, 3, 3, 10));
        break;
    case Icon::Stop:
        painter.drawRect(QRectF(4, 4, 8, 8));
        break;
    }
}

} // namespace

QIcon makeIcon(Icon icon, const QColor& color) {
    QIcon result;
    for (int ratio = 1; ratio <= kMostDense; ++ratio) {
        QPixmap pixmap(kSide * ratio, kSide * ratio);
        pixmap.setDevicePixelRatio(ratio);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        draw(painter, icon);
        painter.end();
        result.addPixmap(pixmap);
    }
    return result;
}

} // namespace latentscape
