#include "ui/ErrorHistogram.h"

#include "ui/ComparisonRows.h"
#include "ui/Theme.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace latentscape {

namespace {

constexpr int kBarWidth = 15; // logical pixels, with its gap
constexpr int kLeastBars = 8;
constexpr int kMostBars = 120;
constexpr int kScaleHeight = 16; // the line of figures below

} // namespace

ErrorHistogram::ErrorHistogram(QWidget* parent)
    : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void ErrorHistogram::setErrors(ErrorMetric metric, std::vector<float> errors) {
    m_metric = metric;
    m_errors = std::move(errors);
    std::sort(m_errors.begin(), m_errors.end());
    count();
}

void ErrorHistogram::setMarked(std::optional<Range> range) {
    m_marked = range;
    update();
}

void ErrorHistogram::count() {
    m_counts.clear();
    if (!m_errors.empty())
        m_counts.resize(std::clamp(width() / kBarWidth, kLeastBars, kMostBars));
    for (int bar = 0; bar < barCount(); ++bar) {
        const Range range = rangeOf(bar);
        const auto first = std::lower_bound(m_errors.begin(), m_errors.end(), range.low);
        m_counts[bar] = static_cast<int>(std::lower_bound(first, m_errors.end(), range.high) - first);
    }
    m_current = std::min(m_current, barCount() - 1);
    update();
}

ErrorHistogram::Range ErrorHistogram::rangeOf(int bar) const {
    const float low = m_errors.front();
    const float step = (m_errors.back() - low) / static_cast<float>(barCount());
    const bool last = bar == barCount() - 1;
    return {low + static_cast<float>(bar) * step,
            last ? std::nextafter(m_errors.back(), std::numeric_limits<float>::max())
                 : low + static_cast<float>(bar + 1) * step};
}

QRectF ErrorHistogram::barRect(int bar) const {
    const int most = *std::max_element(m_counts.begin(), m_counts.end());
    const qreal step = static_cast<qreal>(width()) / barCount();
    const qreal room = height() - kScaleHeight - 2;
    // A bar with a single image can still be seen and hit.
    const qreal tall = m_counts[bar] == 0 ? 0 : std::max(2.0, room * m_counts[bar] / std::max(1, most));
    return {bar * step, 1 + room - tall, step - 1, tall};
}

int ErrorHistogram::barAt(qreal x) const {
    if (m_counts.empty())
        return -1;
    return std::clamp(static_cast<int>(x * barCount() / std::max(1, width())), 0, barCount() - 1);
}

QString ErrorHistogram::figure(float error) const {
    return errorFigure(m_metric, static_cast<double>(error));
}

QString ErrorHistogram::describe(int bar) const {
    const Range range = rangeOf(bar);
    return tr("error %1 to %2: %3 images")
        .arg(figure(range.low), figure(range.high), locale().toString(m_counts[bar]));
}

void ErrorHistogram::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    const int base = height() - kScaleHeight;
    painter.setPen(colors.line);
    painter.drawLine(0, base, width(), base);
    if (m_counts.empty())
        return;

    QColor plain = colors.curveReconstruction;
    plain.setAlphaF(0.55F);
    for (int bar = 0; bar < barCount(); ++bar) {
        const Range range = rangeOf(bar);
        const bool marked = m_marked && range.high > m_marked->low && range.low <= m_marked->high;
        painter.fillRect(barRect(bar), marked ? colors.accent : plain);
        if (bar == m_current) {
            const qreal step = static_cast<qreal>(width()) / barCount();
            QColor veil = colors.accent;
            veil.setAlphaF(0.16F);
            painter.fillRect(QRectF(bar * step, 0, step - 1, base), veil);
        }
    }
    painter.setPen(colors.note);
    QFont font = this->font();
    font.setPixelSize(12);
    painter.setFont(font);
    const QRect scale(0, base + 2, width(), kScaleHeight - 2);
    painter.drawText(scale, Qt::AlignLeft | Qt::AlignVCenter, figure(m_errors.front()));
    painter.drawText(scale, Qt::AlignRight | Qt::AlignVCenter, figure(m_errors.back()));
    if (m_current >= 0)
        painter.drawText(scale, Qt::AlignHCenter | Qt::AlignVCenter, describe(m_current));
}

void ErrorHistogram::setCurrent(int bar) {
    if (bar == m_current)
        return;
    m_current = bar;
    if (bar >= 0)
        setAccessibleDescription(describe(bar));
    update();
}

void ErrorHistogram::resizeEvent(QResizeEvent*) {
    count();
}

void ErrorHistogram::mousePressEvent(QMouseEvent* event) {
    const int bar = barAt(event->position().x());
    if (event->button() == Qt::LeftButton && bar >= 0 && m_counts[bar] > 0)
        emit rangePicked(rangeOf(bar));
}

void ErrorHistogram::mouseMoveEvent(QMouseEvent* event) {
    setCurrent(barAt(event->position().x()));
}

void ErrorHistogram::leaveEvent(QEvent*) {
    setCurrent(-1);
}

void ErrorHistogram::keyPressEvent(QKeyEvent* event) {
    if (m_counts.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrent(std::max(0, m_current - 1));
        break;
    case Qt::Key_Right:
        setCurrent(std::min(barCount() - 1, m_current + 1));
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current >= 0 && m_counts[m_current] > 0)
            emit rangePicked(rangeOf(m_current));
        break;
    case Qt::Key_Escape:
        emit cleared();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

QSize ErrorHistogram::sizeHint() const {
    return {600, 90};
}

QSize ErrorHistogram::minimumSizeHint() const {
    return {200, 56};
}

} // namespace latentscape
