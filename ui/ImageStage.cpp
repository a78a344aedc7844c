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

constexpr int kCorner = 4;       // logical pixels
constexpr int kAroundWords = 16; // likewise
constexpr QColor kWords(255, 255, 255, 160);
constexpr double kClearlyMore = 1.15; // of the area

} // namespace

QImage toQImage(const Image& image) {
    const int height = image.shape.height;
    const int width = image.shape.width;
    const int line = width * image.shape.channels;
    const bool grey = image.shape.channels == 1;
    QImage result(width, height, grey ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
    for (int y = 0; y < height; ++y)
        std::copy_n(image.pixels.data() + y * line, line, result.scanLine(y));
    return result;
}

Image fromQImage(const QImage& picture) {
    const bool grey = picture.isGrayscale();
    const QImage plain = picture.convertToFormat(grey ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
    Image image{{grey ? 1 : 3, plain.height(), plain.width()}, {}};
    for (int y = 0; y < plain.height(); ++y) {
        const uchar* line = plain.constScanLine(y);
        image.pixels.insert(image.pixels.end(), line, line + plain.width() * image.shape.channels);
    }
    return image;
}

ImageStage::ImageStage(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ImageStage::setImages(std::shared_ptr<const std::vector<Image>> images) {
    const bool sameSize = m_images && images && m_images->size() == images->size() && !images->empty() &&
                          m_images->front().shape == images->front().shape;
    m_images = std::move(images);
    m_converted.clear();
    if (m_images) {
        for (const Image& image : *m_images)
            m_converted.push_back(toQImage(image));
    }
    m_current = std::min(m_current, static_cast<int>(m_converted.size()) - 1);
    updateGrid();
    if (!sameSize)
        updateGeometry();
    update();
}

void ImageStage::setColumns(int columns) {
    if (m_columns == columns)
        return;
    m_columns = columns;
    updateGeometry();
    updateGrid();
}

void ImageStage::setColumnStep(int step) {
    m_columnStep = std::max(1, step);
    updateGrid();
    update();
}

void ImageStage::setMinimumFactor(int factor) {
    m_minimumFactor = std::max(1, factor);
    updateGeometry();
    updateGrid();
}

void ImageStage::setWholeRows(bool only) {
    m_wholeRows = only;
    updateGrid();
}

void ImageStage::setMaximumFactor(int factor) {
    m_maximumFactor = factor;
    updateGrid();
}

void ImageStage::setBackdrop(Backdrop backdrop) {
    m_backdrop = backdrop;
    updateGrid();
    update();
}

void ImageStage::setClickable(bool clickable) {
    m_clickable = clickable;
    setMouseTracking(clickable);
    setFocusPolicy(clickable ? Qt::StrongFocus : Qt::NoFocus);
    update();
}

void ImageStage::setCurrent(int index) {
    m_current = std::clamp(index, -1, static_cast<int>(m_converted.size()) - 1);
    update();
}

ImageStage::Grid ImageStage::fullest(const std::vector<Grid>& larger, const Grid& grid) {
    const auto filled = [](const Grid& one) { return one.shown * one.cell.width() * one.cell.height(); };
    const Grid* best = &grid;
    double least = kClearlyMore * filled(grid);
    for (const Grid& one : larger) {
        if (filled(one) > least && 2 * one.shown >= grid.shown) {
            best = &one;
            least = filled(one);
        }
    }
    return *best;
}

// The largest whole factor at which all pictures fit; else as many as fit at the least factor; else, when not
// even one fits, a row of them made smaller.
// With whole rows, where some may be left out anyway, fewer and larger ones if they fill clearly more and are
// not so few that hardly any are left to compare.
ImageStage::Grid ImageStage::fitGrid(QSize area, int gap) const {
    const int count = static_cast<int>(m_converted.size());
    const QSize picture = m_converted.front().size();
    const auto across = [&](int factor) { return (area.width() + gap) / (picture.width() * factor + gap); };
    const auto down = [&](int factor) { return (area.height() + gap) / (picture.height() * factor + gap); };

    const auto device = [this](int factor) {
        return std::max(1, static_cast<int>(std::lround(factor * devicePixelRatioF())));
    };
    const int least = m_columns > 0 ? 1 : device(m_minimumFactor);
    const int most =
        m_maximumFactor > 0 ? device(m_maximumFactor) : std::max(area.width() / picture.width(), least);
    std::vector<Grid> larger;
    for (int factor = most; factor >= 1; --factor) {
        const int fitting = std::min(across(factor), count);
        const int stepped = fitting < m_columnStep ? fitting : fitting / m_columnStep * m_columnStep;
        const int columns = m_columns > 0 ? m_columns : stepped;
        if (columns == 0 || across(factor) < columns || down(factor) == 0)
            continue;
        const int room = std::min(count, columns * down(factor));
        const Grid grid{columns, m_wholeRows ? room / columns * columns : room, picture * factor, {}, gap};
        const bool all = columns * down(factor) >= count;
        const bool some = m_columns == 0 && factor <= least;
        if (all || some)
            return fullest(larger, grid);
        if (m_wholeRows)
            larger.push_back(grid);
    }

    if (m_columns == 0) {
        const QSize cell = picture.scaled(area, Qt::KeepAspectRatio);
        if (cell.isEmpty())
            return {};
        const int columns = std::clamp((area.width() + gap) / (cell.width() + gap), 1, count);
        return {columns, columns, cell, {}, gap};
    }
    const int columns = m_columns;
    const int rows = (count + columns - 1) / columns;
    const QSize room((area.width() - gap * (columns - 1)) / columns,
                     (area.height() - gap * (rows - 1)) / rows);
    if (room.width() < 1 || room.height() < 1)
        return {};
    const QSize cell = picture.scaled(room, Qt::KeepAspectRatio).expandedTo({1, 1});
    return {columns, std::min(count, columns * rows), cell, {}, gap};
}

void ImageStage::updateGrid() {
    const Grid before = m_grid;
    m_grid = {};
    if (!m_converted.empty() && !m_converted.front().isNull()) {
        const qreal ratio = devicePixelRatioF();
        const int gap = std::max(1, static_cast<int>(kGap * ratio));
        const QSize whole(static_cast<int>(width() * ratio), static_cast<int>(height() * ratio));
        m_grid = fitGrid(whole - QSize(2 * gap, 2 * gap), gap);
        if (m_grid.shown > 0) {
            const int rows = (m_grid.shown + m_grid.columns - 1) / m_grid.columns;
            const QSize used(m_grid.columns * (m_grid.cell.width() + gap) - gap,
                             rows * (m_grid.cell.height() + gap) - gap);
            m_grid.origin = m_backdrop == Backdrop::Tight ? QPoint(gap, gap)
                                                          : QPoint((whole.width() - used.width()) / 2,
                                                                   (whole.height() - used.height()) / 2);
        }
    }
    if (!(m_grid == before)) {
        update();
        emit gridChanged();
    }
}

QRect ImageStage::deviceRect(int index) const {
    const int column = index % m_grid.columns;
    const int row = index / m_grid.columns;
    return {m_grid.origin + QPoint(column * (m_grid.cell.width() + m_grid.gap),
                                   row * (m_grid.cell.height() + m_grid.gap)),
            m_grid.cell};
}

QRect ImageStage::backdropRect() const {
    const qreal ratio = devicePixelRatioF();
    if (m_backdrop == Backdrop::Full || m_grid.shown == 0)
        return {0, 0, static_cast<int>(std::ceil(width() * ratio)),
                static_cast<int>(std::ceil(height() * ratio))};
    const QRect used = deviceRect(0).united(deviceRect(m_grid.shown - 1));
    const QRect firstRow = deviceRect(0).united(deviceRect(std::min(m_grid.columns, m_grid.shown) - 1));
    return used.united(firstRow).adjusted(-m_grid.gap, -m_grid.gap, m_grid.gap, m_grid.gap);
}

QRectF ImageStage::imageRect(int index) const {
    if (index < 0 || index >= m_grid.shown)
        return {};
    const QRect device = deviceRect(index);
    const qreal ratio = devicePixelRatioF();
    return {device.x() / ratio, device.y() / ratio, device.width() / ratio, device.height() / ratio};
}

int ImageStage::imageAt(const QPointF& position) const {
    for (int i = 0; i < m_grid.shown; ++i) {
        if (imageRect(i).contains(position))
            return i;
    }
    return -1;
}

QSize ImageStage::sizeHint() const {
    if (m_converted.empty())
        return {112, 112};
    const int count = static_cast<int>(m_converted.size());
    const int columns = m_columns > 0 ? m_columns : std::min(count, 16);
    const int rows = (count + columns - 1) / columns;
    const QSize cell = m_converted.front().size() * m_minimumFactor;
    return {columns * (cell.width() + kGap) + kGap, rows * (cell.height() + kGap) + kGap};
}

QSize ImageStage::minimumSizeHint() const {
    return {32, 32};
}

void ImageStage::setEmptyWords(const QString& words) {
    m_emptyWords = words;
    update();
}

void ImageStage::paintEvent(QPaintEvent*) {
    const qreal ratio = devicePixelRatioF();
    QPainter painter(this);
    painter.scale(1 / ratio,
                  1 / ratio); // from here on in device pixels, so that a picture's pixels are all of one size
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(themeColors(palette()).stage);
    painter.drawRoundedRect(backdropRect(), kCorner * ratio, kCorner * ratio);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (m_converted.empty() && !m_emptyWords.isEmpty()) {
        painter.resetTransform();
        painter.setPen(kWords);
        const int around = kAroundWords;
        painter.drawText(rect().adjusted(around, around, -around, -around),
                         Qt::AlignCenter | Qt::TextWordWrap, m_emptyWords);
        return;
    }

    for (int i = 0; i < m_grid.shown; ++i) {
        const QImage& picture = m_converted[static_cast<std::size_t>(i)];
        const bool shrunk = m_grid.cell.width() < picture.width();
        painter.setRenderHint(QPainter::SmoothPixmapTransform, shrunk);
        painter.drawImage(deviceRect(i), picture);
    }

    if (!m_clickable)
        return;
    painter.setBrush(Qt::NoBrush);
    const auto mark = [&](int index) {
        if (index < 0 || index >= m_grid.shown)
            return;
        painter.setPen(
            QPen(themeColors(palette()).accent, m_grid.gap, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        const int half = m_grid.gap / 2;
        painter.drawRect(deviceRect(index).adjusted(-half, -half, half, half));
    };
    mark(m_hovered);
    mark(hasFocus() ? std::max(m_current, 0) : m_current);
    if (hasFocus() && m_keyed && m_grid.shown > 0) { // a second line, inside the first
        painter.setPen(QPen(Qt::white, m_grid.gap, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        const int inside = m_grid.gap / 2 + 1;
        painter.drawRect(deviceRect(std::clamp(m_current, 0, m_grid.shown - 1))
                             .adjusted(inside, inside, -inside, -inside));
    }
}

void ImageStage::resizeEvent(QResizeEvent*) {
    updateGrid();
}

void ImageStage::mousePressEvent(QMouseEvent* event) {
    if (m_clickable && event->button() == Qt::LeftButton)
        m_pressed = imageAt(event->position());
    else
        QWidget::mousePressEvent(event);
}

void ImageStage::mouseReleaseEvent(QMouseEvent* event) {
    const int pressed = std::exchange(m_pressed, -1);
    if (pressed >= 0 && pressed == imageAt(event->position())) {
        setCurrent(pressed);
        emit imageClicked(pressed);
    }
}

void ImageStage::mouseMoveEvent(QMouseEvent* event) {
    setHovered(imageAt(event->position()));
}

void ImageStage::leaveEvent(QEvent*) {
    setHovered(-1);
}

void ImageStage::setHovered(int index) {
    if (!m_clickable || index == m_hovered)
        return;
    m_hovered = index;
    setCursor(index >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
    emit imageHovered(index);
}

void ImageStage::focusInEvent(QFocusEvent* event) {
    const Qt::FocusReason reason = event->reason();
    m_keyed = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
              (m_keyed && reason != Qt::MouseFocusReason); // a window that comes back changes nothing
    QWidget::focusInEvent(event);
}

void ImageStage::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    if (std::exchange(m_walked, false))
        emit imageKeyed(-1);
}

void ImageStage::keyPressEvent(QKeyEvent* event) {
    if (!m_clickable || m_grid.shown == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int current = std::clamp(m_current, 0, m_grid.shown - 1);
    int next = current;
    switch (event->key()) {
    case Qt::Key_Left:
        next = current - 1;
        break;
    case Qt::Key_Right:
        next = current + 1;
        break;
    case Qt::Key_Up:
        next = current - m_grid.columns;
        break;
    case Qt::Key_Down:
        next = current + m_grid.columns;
        break;
    case Qt::Key_Home:
        next = 0;
        break;
    case Qt::Key_End:
        next = m_grid.shown - 1;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        setCurrent(current);
        emit imageClicked(current);
        return;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    if (next >= 0 && next < m_grid.shown) {
        setCurrent(next);
        m_walked = true;
        emit imageKeyed(next);
    }
}

} // namespace latentscape
