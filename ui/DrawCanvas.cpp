#include "ui/DrawCanvas.h"

#include "core/data/ImageForm.h"
#include "ui/ImageStage.h"
#include "ui/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace latentscape {

namespace {

constexpr int kSide = 336;         // pixels of the canvas, about
constexpr double kWideKeyStep = 4; // pixels of the model's image
constexpr qreal kSmallestRing = 3; // logical pixels

} // namespace

DrawCanvas::DrawCanvas(QWidget* parent)
    : QWidget(parent) {
    setCursor(Qt::CrossCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void DrawCanvas::setShape(const ImageShape& shape) {
    m_shape = shape;
    const int scale = std::max(1, kSide / std::max({1, shape.width, shape.height}));
    m_canvas =
        QImage(std::max(1, shape.width * scale), std::max(1, shape.height * scale), QImage::Format_RGB888);
    m_last = QRectF(m_canvas.rect()).center();
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

qreal DrawCanvas::brushWidth() const {
    return m_brush / 100.0 * std::max(m_canvas.width(), m_canvas.height());
}

void DrawCanvas::beginStroke(const QColor& colour, const QPointF& point) {
    if (m_shape.width > 0) {
        m_drawing = true;
        m_stroke = colour;
        m_last = point;
        strokeTo(point);
    }
}

void DrawCanvas::strokeTo(const QPointF& point) {
    QPainter painter(&m_canvas);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_stroke, brushWidth(), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (point == m_last) {
        painter.drawPoint(point);
    } else {
        painter.drawLine(m_last, point);
    }
    m_last = point;
    m_blank = false;
    update();
}

void DrawCanvas::endStroke() {
    if (std::exchange(m_drawing, false)) {
        emit drawn();
    }
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
    if (hasFocus() && m_keyed && m_shape.width > 0) {
        paintFocus(painter);
    }
}

// A line around everything, and the brush as a ring that is seen on every colour.
void DrawCanvas::paintFocus(QPainter& painter) {
    const QRectF rect = place();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(themeColors(palette()).accent, 2));
    painter.drawRect(rect.adjusted(1, 1, -1, -1));
    const qreal scale = rect.width() / m_canvas.width();
    const QPointF middle = rect.topLeft() + m_last * scale;
    const qreal radius = std::max(kSmallestRing, brushWidth() * scale / 2);
    painter.setPen(QPen(Qt::black, 3));
    painter.drawEllipse(middle, radius, radius);
    painter.setPen(QPen(Qt::white, 1));
    painter.drawEllipse(middle, radius, radius);
}

void DrawCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        m_keyed = false;
        beginStroke(m_colour, toCanvas(event->position()));
    }
}

void DrawCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (m_drawing) {
        strokeTo(toCanvas(event->position()));
    }
}

void DrawCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        endStroke();
    }
}

// ---- keys ----

// From the middle of one pixel to that of another.
void DrawCanvas::moveBrush(const QPointF& pixels) {
    if (m_shape.width <= 0) {
        return;
    }
    const double pixel = static_cast<double>(m_canvas.width()) / m_shape.width;
    const auto moved = [pixel](double from, double by, int count) {
        return (std::clamp(std::floor(from / pixel) + by, 0.0, count - 1.0) + 0.5) * pixel;
    };
    const QPointF to(moved(m_last.x(), pixels.x(), m_shape.width),
                     moved(m_last.y(), pixels.y(), m_shape.height));
    if (m_drawing) {
        strokeTo(to);
    }
    m_last = to;
    update();
}

void DrawCanvas::keyPressEvent(QKeyEvent* event) {
    const double step = event->modifiers().testFlag(Qt::ShiftModifier) ? kWideKeyStep : 1;
    m_keyed = true;
    switch (event->key()) {
    case Qt::Key_Left:
        return moveBrush({-step, 0});
    case Qt::Key_Right:
        return moveBrush({step, 0});
    case Qt::Key_Up:
        return moveBrush({0, -step});
    case Qt::Key_Down:
        return moveBrush({0, step});
    case Qt::Key_Space:
    case Qt::Key_E:
    case Qt::Key_Delete:
        if (!event->isAutoRepeat()) {
            beginStroke(event->key() == Qt::Key_Space ? m_colour : QColor(Qt::black), m_last);
        }
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void DrawCanvas::keyReleaseEvent(QKeyEvent* event) {
    const int key = event->key();
    if (key != Qt::Key_Space && key != Qt::Key_E && key != Qt::Key_Delete) {
        QWidget::keyReleaseEvent(event);
    } else if (!event->isAutoRepeat()) {
        endStroke();
    }
}

void DrawCanvas::focusInEvent(QFocusEvent* event) {
    const Qt::FocusReason reason = event->reason();
    m_keyed = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
              (m_keyed && reason != Qt::MouseFocusReason); // a window that comes back changes nothing
    QWidget::focusInEvent(event);
}

void DrawCanvas::focusOutEvent(QFocusEvent* event) {
    endStroke(); // the key is let go elsewhere
    QWidget::focusOutEvent(event);
}

QSize DrawCanvas::sizeHint() const {
    return {kSide, kSide};
}

QSize DrawCanvas::minimumSizeHint() const {
    return {160, 160};
}

} // namespace latentscape
