#include "ui/PlotMoments.h"

#include "ui/PlotMarks.h"
#include "ui/Theme.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr double kSize = 7;      // of a triangle, logical pixels
constexpr double kBestSize = 10; // of the star
constexpr double kHeight = 0.1;  // of their middle over the axis, of the plot's height
constexpr double kNear = 8;      // logical pixels sideways
constexpr double kAbove = 14;    // and above the axis

} // namespace

PlotMoments::PlotMoments(QCustomPlot* plot, QCPAxisRect* upper, QCPAxisRect* lower)
    : m_plot(plot)
    , m_lower(lower)
    , m_height(lower->addAxis(QCPAxis::atRight))
    , m_usual(addGraph())
    , m_best(addGraph())
    , m_lookedAt(addGraph())
    , m_line(new QCPItemLine(plot)) {
    m_height->setVisible(false);
    m_height->grid()->setVisible(false);
    m_height->setRange(0, 1);
    pinToTime(m_line->start, upper);
    pinToTime(m_line->end, lower);
    m_line->setClipToAxisRect(false);
    m_line->setSelectable(false);
    m_line->setVisible(false);
}

QCPGraph* PlotMoments::addGraph() {
    QCPGraph* graph = m_plot->addGraph(m_lower->axis(QCPAxis::atBottom), m_height);
    graph->setLineStyle(QCPGraph::lsNone);
    graph->setSelectable(QCP::stNone);
    return graph;
}

void PlotMoments::set(const std::vector<Mark>& marks) {
    m_marks = marks;
    show();
}

void PlotMoments::setLookedAt(std::optional<std::int64_t> step) {
    m_step = step;
    show();
}

void PlotMoments::show() {
    for (QCPGraph* graph : {m_usual, m_best, m_lookedAt}) {
        graph->data()->clear();
    }
    m_line->start->setCoords(-1, 0); // nowhere
    for (const Mark& mark : m_marks) {
        (mark.isBest ? m_best : m_usual)->addData(mark.epoch, kHeight);
        if (mark.step == m_step) {
            m_lookedAt->addData(mark.epoch, kHeight);
            m_line->start->setCoords(mark.epoch, 0);
            m_line->end->setCoords(mark.epoch, 1);
        }
    }
    arrange();
}

void PlotMoments::arrange() {
    const double epoch = m_line->start->key();
    m_line->setVisible(epoch >= 0 && m_lower->axis(QCPAxis::atBottom)->range().contains(epoch));
}

const PlotMoments::Mark* PlotMoments::at(const QPointF& position) const {
    const QRect area = m_lower->rect();
    if (m_marks.empty() || position.y() < area.bottom() - kAbove || position.x() < area.left() - kNear ||
        position.x() > area.right() + kNear) {
        return nullptr;
    }
    const auto distance = [&](const Mark& mark) {
        return std::abs(m_lower->axis(QCPAxis::atBottom)->coordToPixel(mark.epoch) - position.x());
    };
    const auto nearest = std::ranges::min_element(m_marks, {}, distance);
    return distance(*nearest) <= kNear ? &*nearest : nullptr;
}

const PlotMoments::Mark* PlotMoments::nearest(double epoch) const {
    const auto found =
        std::ranges::min_element(m_marks, {}, [&](const Mark& mark) { return std::abs(mark.epoch - epoch); });
    return found == m_marks.end() ? nullptr : &*found;
}

void PlotMoments::restyle() {
    const ThemeColors& colors = themeColors(m_plot->palette());
    m_usual->setScatterStyle({QCPScatterStyle::ssTriangle, QPen(colors.note, 1), colors.card, kSize});
    m_best->setScatterStyle({QCPScatterStyle::ssStar, QPen(colors.good, 1.6), Qt::NoBrush, kBestSize});
    m_lookedAt->setScatterStyle(
        {QCPScatterStyle::ssTriangle, QPen(colors.accent, 1), colors.accent, kSize + 2});
    m_line->setPen(QPen(colors.accent, 1));
}

} // namespace latentscape
