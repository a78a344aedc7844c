#include "ui/PlotCursor.h"

#include "ui/PlotMarks.h"
#include "ui/Theme.h"

#include <qcustomplot.h>

namespace latentscape {

namespace {

constexpr int kDistance = 8; // of the words from the line, logical pixels

} // namespace

PlotCursor::PlotCursor(QCustomPlot* plot, QCPAxisRect* upper, QCPAxisRect* lower)
    : m_plot(plot)
    , m_upper(upper)
    , m_line(new QCPItemLine(plot))
    , m_words(new QCPItemText(plot)) {
    pinToTime(m_line->start, upper);
    pinToTime(m_line->end, lower);
    m_words->position->setType(QCPItemPosition::ptAbsolute);
    m_words->setTextAlignment(Qt::AlignLeft);
    m_words->setPadding(QMargins(8, 4, 8, 4));
    for (QCPAbstractItem* item : std::initializer_list<QCPAbstractItem*>{m_line, m_words}) {
        item->setLayer(QStringLiteral("overlay"));
        item->setClipToAxisRect(false);
        item->setSelectable(false);
        item->setVisible(false);
    }
}

void PlotCursor::showAt(double x, const QString& words) {
    m_line->start->setCoords(x, 0);
    m_line->end->setCoords(x, 1);
    m_words->setText(words);
    const QRect area = m_upper->rect();
    const double pixel = m_upper->axis(QCPAxis::atBottom)->coordToPixel(x);
    const bool toTheLeft = pixel > area.center().x();
    m_words->setPositionAlignment((toTheLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
    m_words->position->setCoords(pixel + (toTheLeft ? -kDistance : kDistance), area.top());
    m_line->setVisible(true);
    m_words->setVisible(true);
    draw();
}

void PlotCursor::hide() {
    if (isVisible()) {
        m_line->setVisible(false);
        m_words->setVisible(false);
        draw();
    }
}

bool PlotCursor::isVisible() const {
    return m_line->visible();
}

double PlotCursor::position() const {
    return m_line->start->key();
}

QString PlotCursor::words() const {
    return isVisible() ? m_words->text() : QString();
}

void PlotCursor::restyle() {
    const ThemeColors& colors = themeColors(m_plot->palette());
    m_line->setPen(QPen(colors.note, 1));
    m_words->setPen(QPen(colors.line, 1));
    m_words->setBrush(colors.card);
    m_words->setColor(colors.text);
    m_words->setFont(plotFont(m_plot));
}

void PlotCursor::draw() {
    m_plot->layer(QStringLiteral("overlay"))->replot();
}

} // namespace latentscape
