#include "ui/PlotMarks.h"

#include "ui/Theme.h"

#include <qcustomplot.h>

#include <algorithm>
#include <array>

namespace latentscape {

namespace {

constexpr int kBetween = 8; // two words, logical pixels
constexpr int kLines = 2;   // of words, one below the other

} // namespace

void pinToTime(QCPItemPosition* position, QCPAxisRect* rect) {
    position->setTypeX(QCPItemPosition::ptPlotCoords);
    position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    position->setAxisRect(rect);
    position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
}

PlotMarks::PlotMarks(QCustomPlot* plot, QCPAxisRect* upper, QCPAxisRect* lower)
    : m_plot(plot)
    , m_upper(upper)
    , m_lower(lower) {}

void PlotMarks::set(const std::vector<ControlChange>& changes) {
    for (const Mark& mark : m_marks) {
        m_plot->removeItem(mark.line);
        m_plot->removeItem(mark.words);
    }
    m_marks.clear();
    for (const ControlChange& change : changes) {
        const Mark mark{new QCPItemLine(m_plot), new QCPItemText(m_plot)};
        pinToTime(mark.line->start, m_upper);
        pinToTime(mark.line->end, m_lower);
        pinToTime(mark.words->position, m_upper);
        mark.line->start->setCoords(change.epoch, 0);
        mark.line->end->setCoords(change.epoch, 1);
        mark.line->setClipToAxisRect(false);
        mark.words->position->setCoords(change.epoch, 0);
        mark.words->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
        mark.words->setText(QString::fromStdString(change.text));
        m_marks.push_back(mark);
    }
    restyle();
}

void PlotMarks::arrange() {
    const QCPAxis* time = m_upper->axis(QCPAxis::atBottom);
    std::array<double, kLines> taken; // from here on, by newer words
    taken.fill(m_upper->rect().right() + kBetween);
    for (auto mark = m_marks.rbegin(); mark != m_marks.rend(); ++mark) {
        const double epoch = mark->words->position->key();
        const double left = time->coordToPixel(epoch);
        const double width = QFontMetrics(mark->words->font()).horizontalAdvance(mark->words->text());
        const bool inside = time->range().contains(epoch);
        const bool newest = mark == m_marks.rbegin();
        // The newest stands left of its line when it has no room at the right.
        const bool turned = newest && left + width + kBetween > taken[0];
        const auto line =
            newest ? taken.begin()
                   : std::ranges::find_if(taken, [&](double from) { return left + width + kBetween < from; });
        mark->words->setVisible(inside && line != taken.end());
        mark->line->setVisible(inside);
        if (mark->words->visible()) {
            const int below =
                static_cast<int>(line - taken.begin()) * QFontMetrics(mark->words->font()).height();
            mark->words->setPositionAlignment((turned ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
            mark->words->setPadding(QMargins(4, below, 4, 0));
            *line = turned ? left - width - kBetween : left;
        }
    }
}

void PlotMarks::restyle() {
    const QColor color = themeColors(m_plot->palette()).note;
    for (const Mark& mark : m_marks) {
        mark.line->setPen(QPen(color, 1, Qt::DotLine));
        mark.words->setColor(color);
        mark.words->setFont(plotFont(m_plot));
    }
}

} // namespace latentscape
