#include "ui/DrawCanvas.h"

#include "core/data/ImageForm.h"
#include "ui/ImageStage.h"
#include "ui/Theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kSide = 336; // pixels of the canvas, about

} // namespace

DrawCanvas::DrawCanvas(QWidget* parent)
    : QWidget(parent) {
    setCursor(Qt::CrossCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void DrawCanvas::setShape(const ImageShape& shape) {
    m_shape = shape;
    const int scale = std::max(1, kSide / std::max({1, shape.width, shape.height}));
    m_canvas =
        QImage(std::max(1, shape.width * scale), std::max(1, shape.height * scale), QImage::Format_RGB888);
    clear();
}

void DrawCanvas::clear() {
    m_canvas.fill(Qt::black);
    m_blank = true;
    update();
}

void DrawCanvas::setImage(const Image& image) {
    if (image.shape != m_shape) {
        return;
    }
    m_canvas = toQImage(image).scaled(m_canvas.size()).convertToFormat(QImage::Format_RGB888);
    m_blank = false;
    update();
}

Image DrawCanvas::image() const {
    Image image{m_shape, std::vector<std::uint8_t>(static_cast<std::size_t>(m_shape.pixels()))};
    fitPicture({m_canvas.constBits(), m_canvas.width(), m_canvas.height(), 3, 3, m_canvas.bytesPerLine()},
               m_shape, Fit::Stretch, image.pixels.data());
    return image;
}

QRectF DrawCanvas::place() const {
    const QSizeF size = QSizeF(m_canvas.size()).scaled(this->size(), Qt::KeepAspectRatio);
    return {QPointF((width() - size.width()) / 2, 0), size};
}

QPointF DrawCanvas::toCanvas(const QPointF& position) const {
    const QRectF rect = place();
    return {(position.x() - rect.x()) * m_canvas.width() / rect.width(),
            (position.y() - rect.y()) * m_canvas.height() / rect.height()};
}

void DrawCanvas::strokeTo(const QPointF& point) {
    QPainter painter(&m_canvas);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal width = m_brush / 100.0 * std::max(m_canvas.width(), m_canvas.height());
    painter.setPen(QPen(m_colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (point == m_last) {
        painter.drawPoint(point);
    } else {
        painter.drawLine(m_last, point);
    }
    m_last = point;
    m_blank = false;
    update();
}

void DrawCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRectF rect = place();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(rect, m_canvas);
    painter.setPen(QPen(themeColors(palette()).line, 1));
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    if (m_blank) {
        painter.setPen(QColor(0x9d, 0xa1, 0xa7));
        painter.drawText(rect, Qt::AlignCenter, tr("Draw here"));
    }
}

void DrawCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_shape.width > 0) {
        m_drawing = true;
        m_last = toCanvas(event->position());
        strokeTo(m_last);
    }
}

void DrawCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (m_drawing) {
        strokeTo(toCanvas(event->position()));
    }
}

void DrawCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && std::exchange(m_drawing, false)) {
        emit drawn();
    }
}

QSize DrawCanvas::sizeHint() const {
    return {kSide, kSide};
}

QSize DrawCanvas::minimumSizeHint() const {
    return {160, 160};
}

} // namespace latentscape
