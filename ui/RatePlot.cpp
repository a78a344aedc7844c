#include "ui/RatePlot.h"

#include "ui/LogTicker.h"
#include "ui/PlotStyle.h"
#include "ui/Theme.h"

#include <qcustomplot.h>

#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kReplotDelay = 50; // ms

} // namespace

RatePlot::RatePlot(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_raw(m_plot->addGraph())
    , m_smooth(m_plot->addGraph())
    , m_line(new QCPItemLine(m_plot))
    , m_words(new QCPItemText(m_plot)) {
    setObjectName("ratePlot");
    setAccessibleName(tr("Loss over the learning rate"));
    setToolTip(tr("The loss before each step, whose rate is a little larger than the last one's"));
    setFocusPolicy(Qt::StrongFocus); // so that its description is read out
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    m_plot->xAxis->setScaleType(QCPAxis::stLogarithmic);
    m_plot->xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new LogTicker));
    m_plot->xAxis->setNumberFormat("gb");
    m_plot->xAxis->setNumberPrecision(0);
    m_plot->xAxis->setLabel(tr("learning rate"));
    m_plot->yAxis->setLabel(tr("loss, nats an image"));
    m_plot->xAxis->grid()->setVisible(false);
    m_line->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_line->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_words->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    m_words->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_words->setPadding(QMargins(6, 0, 0, 0));
    m_replot.setSingleShot(true);
    m_replot.setInterval(kReplotDelay);
    connect(&m_replot, &QTimer::timeout, m_plot, [this] { m_plot->replot(QCustomPlot::rpQueuedReplot); });
    clear({});
    restyle();
}

void RatePlot::clear(const RateSearch& search) {
    m_points.clear();
    m_raw->data()->clear();
    m_smooth->data()->clear();
    m_line->setVisible(false);
    m_words->setVisible(false);
    m_plot->xAxis->setRange(double{search.lowest}, double{search.highest});
    m_plot->yAxis->setRange(0, 1);
    setAccessibleDescription({});
    m_replot.start();
}

void RatePlot::add(const RatePoint& point) {
    m_points.push_back(point);
    m_raw->addData(double{point.rate}, double{point.loss});
    m_smooth->addData(double{point.rate}, double{point.smoothed});
    rescale();
    if (!m_replot.isActive()) {
        m_replot.start();
    }
}

// What is far above the first loss is left out, so that the fall before it can be seen.
void RatePlot::rescale() {
    const double first = m_points.front().smoothed;
    double low = first;
    double high = first;
    for (const RatePoint& point : m_points) {
        low = std::min(low, double{point.smoothed});
        high = std::max(high, double{point.smoothed});
    }
    high = std::min(high, first + 0.5 * std::abs(first));
    const double air = std::max(0.08 * (high - low), 1e-3);
    m_plot->yAxis->setRange(low - air, high + air);
}

void RatePlot::mark(float rate) {
    const auto x = double{rate};
    const QString words = tr("suggested: %1").arg(QString::number(x, 'g', 2));
    m_line->start->setCoords(x, 0);
    m_line->end->setCoords(x, 1);
    m_words->position->setCoords(x, 0.02);
    m_words->setText(words);
    m_line->setVisible(true);
    m_words->setVisible(true);
    setAccessibleDescription(words);
    m_replot.start();
}

void RatePlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
        m_replot.start();
    }
    QWidget::changeEvent(event);
}

void RatePlot::restyle() {
    const ThemeColors& colors = themeColors(palette());
    m_plot->setBackground(colors.card);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        stylePlotAxis(axis, this);
        axis->setBasePen(axis == m_plot->xAxis ? QPen(colors.line) : QPen(Qt::NoPen));
    }
    QColor pale = colors.curveTotal;
    pale.setAlpha(60);
    m_raw->setPen(QPen(pale, 1));
    m_smooth->setPen(QPen(colors.curveTotal, 2));
    m_line->setPen(QPen(colors.curveReconstruction, 1.5, Qt::DashLine));
    m_words->setColor(colors.curveReconstruction);
    m_words->setFont(strongPlotFont(this));
}

} // namespace latentscape
