#include "ui/LossPlot.h"

#include "ui/Theme.h"

#include <qcustomplot.h>

#include <QEvent>
#include <QVBoxLayout>

namespace latentscape {

namespace {

constexpr std::size_t kMostPoints = 2000;
constexpr int kNameWidth = 104;     // right of the lines, for their names
constexpr float kSmoothing = 0.93f; // of the exponential moving average, a point

} // namespace

LossPlot::LossPlot(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this)) {
    setObjectName("lossPlot");
    setAccessibleName(tr("Learning curves"));
    setToolTip(tr("Loss in nats an image. Drag to zoom, double-click to see everything again."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    m_lower = new QCPAxisRect(m_plot);
    m_plot->plotLayout()->addElement(1, 0, m_lower);
    m_plot->plotLayout()->setRowStretchFactor(0, 2.2);
    m_plot->plotLayout()->setRowSpacing(0);
    auto* margins = new QCPMarginGroup(m_plot);
    for (QCPAxisRect* rect : {m_plot->axisRect(), m_lower}) {
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
        rect->axis(QCPAxis::atBottom)->setRange(0, 1);
        rect->setMinimumMargins(QMargins(0, 4, kNameWidth, 4));
    }
    m_plot->axisRect()->axis(QCPAxis::atBottom)->setTickLabels(false);
    m_lower->axis(QCPAxis::atLeft)->ticker()->setTickCount(3);
    m_lower->axis(QCPAxis::atBottom)->setLabel(tr("epoch"));
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        QCPAxisRect* rect = i == 2 ? m_lower : m_plot->axisRect();
        const auto graph = [&] {
            return m_plot->addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        };
        m_curves[i] = {graph(), graph(), graph()};
        m_curves[i].raw->removeFromLegend();
    }
    m_plot->setSelectionRectMode(QCP::srmZoom);
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, [this] {
        m_zoomed = false;
        rescale();
        m_replot.start();
    });
    connect(m_plot->axisRect()->axis(QCPAxis::atBottom), qOverload<const QCPRange&>(&QCPAxis::rangeChanged),
            m_lower, [this](const QCPRange& range) { m_lower->axis(QCPAxis::atBottom)->setRange(range); });
    connect(m_plot, &QCustomPlot::mousePress, this, [this] { m_zoomed = true; });
    m_replot.setSingleShot(true);
    m_replot.setInterval(50);
    connect(&m_replot, &QTimer::timeout, m_plot, [this] { m_plot->replot(QCustomPlot::rpQueuedReplot); });
    restyle();
}

void LossPlot::clear() {
    m_points.clear();
    m_stride = 1;
    m_pendingCount = 0;
    m_zoomed = false;
    for (const Curve& c : m_curves) {
        c.heldOut->data()->clear();
    }
    m_plot->clearItems();
    m_names = {};
    rebuild();
    m_replot.start();
}

void LossPlot::add(const Snapshot& snapshot) {
    for (const LossPoint& point : snapshot.losses) {
        addPoint(point);
    }
    for (const EpochResult& epoch : snapshot.epochs) {
        for (std::size_t i = 0; i < m_curves.size(); ++i) {
            m_curves[i].heldOut->addData(static_cast<double>(epoch.epoch), epoch.heldOut[i]);
        }
    }
    for (const ControlChange& change : snapshot.changes) {
        mark(change);
    }
    nameLines();
    if (!m_zoomed) {
        rescale();
    }
    if (!m_replot.isActive()) {
        m_replot.start();
    }
}

// Steps are averaged in groups of m_stride, which doubles whenever the points would become too many.
void LossPlot::addPoint(const LossPoint& point) {
    if (m_pendingCount == 0) {
        m_pending.losses = {};
    }
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        m_pending.losses[i] += point.losses[i] / static_cast<float>(m_stride);
    }
    m_pending.epoch = point.epoch;
    m_pending.step = point.step;
    if (++m_pendingCount < m_stride) {
        return;
    }
    m_pendingCount = 0;
    m_points.push_back(m_pending);
    if (m_points.size() > kMostPoints) {
        thin();
        return;
    }
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const float value = m_pending.losses[i];
        m_smoothed[i] = m_points.size() == 1 ? value : kSmoothing * m_smoothed[i] + (1 - kSmoothing) * value;
        m_curves[i].raw->addData(m_pending.epoch, value);
        m_curves[i].smooth->addData(m_pending.epoch, m_smoothed[i]);
    }
}

void LossPlot::thin() {
    std::vector<LossPoint> half;
    for (std::size_t k = 0; k + 1 < m_points.size(); k += 2) {
        LossPoint mean = m_points[k + 1];
        for (std::size_t i = 0; i < m_curves.size(); ++i) {
            mean.losses[i] = (m_points[k].losses[i] + mean.losses[i]) / 2;
        }
        half.push_back(mean);
    }
    m_points = std::move(half);
    m_stride *= 2;
    rebuild();
}

void LossPlot::rebuild() {
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        m_curves[i].raw->data()->clear();
        m_curves[i].smooth->data()->clear();
        for (std::size_t k = 0; k < m_points.size(); ++k) {
            const float value = m_points[k].losses[i];
            m_smoothed[i] = k == 0 ? value : kSmoothing * m_smoothed[i] + (1 - kSmoothing) * value;
            m_curves[i].raw->addData(m_points[k].epoch, value);
            m_curves[i].smooth->addData(m_points[k].epoch, m_smoothed[i]);
        }
    }
}

// The vertical range follows the recent three quarters, so that the first steps do not flatten the rest.
void LossPlot::rescale() {
    if (m_points.empty()) {
        return;
    }
    m_plot->axisRect()->axis(QCPAxis::atBottom)->setRange(0, m_points.back().epoch);
    const auto range = [&](std::size_t from, std::size_t to) {
        double low = m_points.back().losses[from];
        double high = low;
        for (std::size_t k = m_points.size() / 4; k < m_points.size(); ++k) {
            for (std::size_t i = from; i < to; ++i) {
                low = std::min(low, double{m_points[k].losses[i]});
                high = std::max(high, double{m_points[k].losses[i]});
            }
        }
        const double margin = std::max((high - low) * 0.08, 1e-3);
        return QCPRange(std::max(1e-3, low - margin), high + margin);
    };
    m_plot->axisRect()->axis(QCPAxis::atLeft)->setRange(range(0, 2));
    m_lower->axis(QCPAxis::atLeft)->setRange(range(2, 3));
}

// The name stands at the end of its line.
void LossPlot::nameLines() {
    if (m_points.empty()) {
        return;
    }
    const std::array names{tr("ELBO loss"), tr("reconstruction"), tr("KL")};
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        if (!m_names[i]) {
            m_names[i] = new QCPItemText(m_plot);
            QCPAxisRect* rect = i == 2 ? m_lower : m_plot->axisRect();
            m_names[i]->position->setAxisRect(rect);
            m_names[i]->position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
            m_names[i]->setClipToAxisRect(false);
            m_names[i]->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
            m_names[i]->setPadding(QMargins(8, 0, 0, 0));
            m_names[i]->setText(names[i]);
        }
        m_names[i]->setColor(m_curves[i].smooth->pen().color());
        m_names[i]->position->setCoords(m_points.back().epoch, m_smoothed[i]);
    }
}

void LossPlot::mark(const ControlChange& change) {
    auto* line = new QCPItemStraightLine(m_plot);
    line->point1->setCoords(change.epoch, 0);
    line->point2->setCoords(change.epoch, 1);
    line->setPen(QPen(themeColors(palette()).note, 1, Qt::DotLine));
    auto* text = new QCPItemText(m_plot);
    text->position->setTypeX(QCPItemPosition::ptPlotCoords);
    text->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    text->position->setCoords(change.epoch, 0.02);
    text->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    text->setPadding(QMargins(4, 0, 0, 0));
    text->setColor(themeColors(palette()).note);
    text->setText(QString::fromStdString(change.text));
}

void LossPlot::setLogarithmic(bool on) {
    QCPAxis* axis = m_plot->axisRect()->axis(QCPAxis::atLeft);
    axis->setScaleType(on ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis->setTicker(on ? QSharedPointer<QCPAxisTicker>(new QCPAxisTickerLog)
                       : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    m_replot.start();
}

bool LossPlot::savePng(const QString& file) const {
    return m_plot->savePng(file, 0, 0, 2.0);
}

void LossPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        restyle();
        m_replot.start();
    }
    QWidget::changeEvent(event);
}

void LossPlot::restyle() {
    const ThemeColors& colors = themeColors(palette());
    m_plot->setBackground(colors.card);
    for (QCPAxisRect* rect : {m_plot->axisRect(), m_lower}) {
        for (QCPAxis* axis : rect->axes()) {
            axis->setBasePen(QPen(colors.line));
            axis->setTickPen(Qt::NoPen);
            axis->setSubTickPen(Qt::NoPen);
            axis->setTickLabelColor(colors.note);
            axis->setLabelColor(colors.note);
            axis->grid()->setPen(QPen(colors.plotGrid));
            axis->grid()->setZeroLinePen(QPen(colors.plotGrid));
        }
        rect->axis(QCPAxis::atBottom)->grid()->setVisible(false);
    }
    const std::array strong{colors.curveTotal, colors.curveReconstruction, colors.curveKl};
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        QColor pale = strong[i];
        pale.setAlpha(60);
        m_curves[i].raw->setPen(QPen(pale, 1));
        m_curves[i].smooth->setPen(QPen(strong[i], 2));
        m_curves[i].heldOut->setPen(QPen(strong[i], 1.5, Qt::DashLine));
    }
}

} // namespace latentscape
