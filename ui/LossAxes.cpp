#include "ui/LossAxes.h"

#include "ui/LogTicker.h"
#include "ui/PlotStyle.h"
#include "ui/Theme.h"

#include <qcustomplot.h>

namespace latentscape {

namespace {

constexpr int kEpochGap = 16;     // clear of a number at the end
constexpr int kLeastZoom = 6;     // pixels; less is a click
constexpr double kMargin = 0.008; // of the time axis, for the moments at its ends

} // namespace

LossAxes::LossAxes(QCustomPlot* plot)
    : m_upper(plot->axisRect())
    , m_lower(new QCPAxisRect(plot))
    , m_even(new QCPItemStraightLine(plot))
    , m_epoch(new QCPItemText(plot)) {
    plot->plotLayout()->addElement(1, 0, m_lower);
    plot->plotLayout()->setRowStretchFactor(0, 2.6);
    plot->plotLayout()->setRowSpacing(0);
    auto* margins = new QCPMarginGroup(plot);
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
        rect->axis(QCPAxis::atBottom)->grid()->setVisible(false);
        rect->axis(QCPAxis::atLeft)->setBasePen(Qt::NoPen);
    }
    m_upper->axis(QCPAxis::atBottom)->setTickLabels(false);
    m_upper->axis(QCPAxis::atBottom)->setBasePen(Qt::NoPen);
    m_lower->axis(QCPAxis::atLeft)->ticker()->setTickCount(3);
    m_epoch->setText(QCoreApplication::translate("latentscape::LossPlot", "epoch"));
    m_epoch->setClipToAxisRect(false);
    m_epoch->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_epoch->position->setAxisRect(m_lower);
    m_epoch->position->setCoords(1, 1);
    m_epoch->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_epoch->setPadding(QMargins(kEpochGap, 1, 0, 0));
    m_even->setClipAxisRect(m_lower);
    for (QCPItemPosition* point : {m_even->point1, m_even->point2}) {
        point->setAxes(m_lower->axis(QCPAxis::atBottom), m_lower->axis(QCPAxis::atLeft));
        point->setCoords(point == m_even->point1 ? 0 : 1, 0.5);
    }
    reset();
}

void LossAxes::setKind(ModelKind kind) {
    m_even->setVisible(kind == ModelKind::Gan);
}

void LossAxes::setLogarithmic(bool on) {
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        QCPAxis* axis = rect->axis(QCPAxis::atLeft);
        axis->setScaleType(on ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis->setTicker(on ? QSharedPointer<QCPAxisTicker>(new LogTicker)
                           : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
        axis->ticker()->setTickCount(rect == m_lower ? 3 : 5);
    }
}

void LossAxes::reset() {
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        rect->axis(QCPAxis::atBottom)->setRange(0, 1);
        rect->axis(QCPAxis::atLeft)->setRange(0, 1);
    }
}

void LossAxes::setValues(QCPAxisRect* rect, const QCPRange& values) {
    rect->axis(QCPAxis::atLeft)->setRange(values);
}

void LossAxes::setTime(double epochs) {
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        rect->axis(QCPAxis::atBottom)->setRange(-kMargin * epochs, (1 + kMargin) * epochs);
    }
}

bool LossAxes::zoomTo(const QRect& area) {
    if (area.width() < kLeastZoom) {
        return false;
    }
    const QCPRange span(epochAt(area.topLeft()), epochAt(area.topRight()));
    m_upper->axis(QCPAxis::atBottom)->setRange(span);
    m_lower->axis(QCPAxis::atBottom)->setRange(span);
    if (area.height() >= kLeastZoom) {
        QCPAxisRect* rect = m_upper->rect().bottom() > area.center().y() ? m_upper : m_lower;
        QCPAxis* values = rect->axis(QCPAxis::atLeft);
        values->setRange(values->pixelToCoord(area.bottom()), values->pixelToCoord(area.top()));
    }
    return true;
}

bool LossAxes::contains(const QPoint& pixel) const {
    return m_upper->rect().united(m_lower->rect()).contains(pixel);
}

double LossAxes::epochAt(const QPoint& pixel) const {
    return m_upper->axis(QCPAxis::atBottom)->pixelToCoord(pixel.x());
}

bool LossAxes::shows(double epoch) const {
    return m_upper->axis(QCPAxis::atBottom)->range().contains(epoch);
}

void LossAxes::restyle(const QWidget* widget, int nameWidth) {
    const ThemeColors& colors = themeColors(widget->palette());
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        for (QCPAxis* axis : rect->axes()) {
            stylePlotAxis(axis, widget);
        }
        rect->setMinimumMargins(QMargins(0, 6, nameWidth, 6));
    }
    m_lower->axis(QCPAxis::atBottom)->setBasePen(QPen(colors.line));
    m_epoch->setColor(colors.note);
    m_epoch->setFont(plotFont(widget));
    m_even->setPen(QPen(colors.line, 1));
}

} // namespace latentscape
