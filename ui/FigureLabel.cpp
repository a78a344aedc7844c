#include "ui/FigureLabel.h"

#include <QPainter>

#include <algorithm>

namespace latentscape {

FigureLabel::FigureLabel(QWidget* parent)
    : QLabel(parent) {
    setProperty("role", "figure");
}

// Qt 6.4 cannot ask a font for its tabular digits.
int FigureLabel::advance(QChar character) const {
    const QFontMetrics metrics(font());
    if (!character.isDigit()) {
        return metrics.horizontalAdvance(character);
    }
    int widest = 0;
    for (char digit = '0'; digit <= '9'; ++digit) {
        widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
    }
    return widest;
}

int FigureLabel::advance(const QString& words) const {
    int width = 0;
    for (const QChar character : words) {
        width += advance(character);
    }
    return width;
}

QSize FigureLabel::sizeHint() const {
    ensurePolished();
    return {advance(text()), QFontMetrics(font()).height()};
}

void FigureLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    QString shown = text();
    for (auto kept = shown.size() - 1; kept > 0 && advance(shown) > width(); --kept) {
        shown = text().left(kept) + QChar(0x2026);
    }
    int x = 0;
    for (const QChar character : shown) {
        const int width = advance(character);
        painter.drawText(QRect(x, 0, width, height()), Qt::AlignHCenter | Qt::AlignVCenter,
                         QString(character));
        x += width;
    }
}

} // namespace latentscape
