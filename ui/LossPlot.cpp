#include "ui/LossPlot.h"

#include "ui/Figures.h"
#include "ui/LogTicker.h"
#include "ui/PlotCursor.h"
#include "ui/PlotMarks.h"
#include "ui/Theme.h"

#include <qcustomplot.h>

#include <QKeyEvent>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kNameGap = 8;        // between the end of a line and its name
constexpr int kNameHeight = 15;    // between two names, at least
constexpr int kLeastDrag = 6;      // pixels; less is a click
constexpr int kReplotDelay = 50;   // ms
constexpr double kLeast = 1e-6;    // above zero, for logarithmic axes
constexpr double kRecent = 0.25;   // the vertical range follows what comes after this share of the points
constexpr double kLightKeep = 0.8; // of the exponential moving average, a point
constexpr double kStrongKeep = 0.95;

} // namespace

LossPlot::LossPlot(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_upper(m_plot->axisRect())
    , m_lower(new QCPAxisRect(m_plot)) {
    setObjectName("lossPlot");
    setAccessibleName(tr("Learning curves"));
    setToolTip(
        tr("Drag over the curves to zoom, double-click to go back; Left and Right walk from step to step"));
    setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    buildAxes();
    buildCurves(m_kind);
    m_marks = std::make_unique<PlotMarks>(m_plot, m_upper, m_lower);
    m_cursor = std::make_unique<PlotCursor>(m_plot, m_upper, m_lower);
    watchMouse();
    m_replot.setSingleShot(true);
    m_replot.setInterval(kReplotDelay);
    connect(&m_replot, &QTimer::timeout, m_plot, [this] { m_plot->replot(QCustomPlot::rpQueuedReplot); });
    connect(m_plot, &QCustomPlot::afterLayout, this, [this] {
        placeNames();
        m_marks->arrange();
    });
    restyle();
}

LossPlot::~LossPlot() = default;

void LossPlot::buildAxes() {
    m_plot->plotLayout()->addElement(1, 0, m_lower);
    m_plot->plotLayout()->setRowStretchFactor(0, 2.6);
    m_plot->plotLayout()->setRowSpacing(0);
    auto* margins = new QCPMarginGroup(m_plot);
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
        rect->axis(QCPAxis::atBottom)->setRange(0, 1);
        rect->axis(QCPAxis::atLeft)->setRange(0, 1);
        rect->axis(QCPAxis::atBottom)->grid()->setVisible(false);
        for (QCPAxis* axis : rect->axes()) {
            axis->setTickPen(Qt::NoPen);
            axis->setSubTickPen(Qt::NoPen);
            axis->setTickLengthIn(0);
            axis->setSubTickLengthIn(0);
        }
        rect->axis(QCPAxis::atLeft)->setBasePen(Qt::NoPen);
    }
    m_upper->axis(QCPAxis::atBottom)->setTickLabels(false);
    m_upper->axis(QCPAxis::atBottom)->setBasePen(Qt::NoPen);
    m_lower->axis(QCPAxis::atLeft)->ticker()->setTickCount(3);
    m_epoch = new QCPItemText(m_plot);
    m_epoch->setText(tr("epoch"));
    m_epoch->setClipToAxisRect(false);
    m_epoch->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_epoch->position->setAxisRect(m_lower);
    m_epoch->position->setCoords(1, 1);
    m_epoch->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_epoch->setPadding(QMargins(2 * kNameGap, 1, 0, 0)); // clear of a number at the end
    m_even = new QCPItemStraightLine(m_plot);
    m_even->setClipAxisRect(m_lower);
    for (QCPItemPosition* point : {m_even->point1, m_even->point2}) {
        point->setAxes(m_lower->axis(QCPAxis::atBottom), m_lower->axis(QCPAxis::atLeft));
        point->setCoords(point == m_even->point1 ? 0 : 1, 0.5);
    }
}

void LossPlot::buildCurves(ModelKind kind) {
    for (const Curve& curve : m_curves) {
        for (QCPGraph* graph : {curve.raw, curve.smooth, curve.heldOut}) {
            m_plot->removeGraph(graph);
        }
        m_plot->removeItem(curve.name);
    }
    m_curves.clear();
    m_kind = kind;
    m_even->setVisible(kind == ModelKind::Gan);
    if (kind == ModelKind::Gan) {
        addCurve(tr("discriminator"), m_upper, &ThemeColors::curveReconstruction);
        addCurve(tr("generator"), m_upper, &ThemeColors::curveKl);
        addCurve(tr("D(real)"), m_lower, &ThemeColors::curveReconstruction);
        addCurve(tr("D(made)"), m_lower, &ThemeColors::curveKl);
        return;
    }
    addCurve(tr("ELBO loss"), m_upper, &ThemeColors::curveTotal);
    addCurve(tr("reconstruction"), m_upper, &ThemeColors::curveReconstruction);
    addCurve(tr("KL"), m_lower, &ThemeColors::curveKl);
}

void LossPlot::addCurve(const QString& name, QCPAxisRect* rect, QColor ThemeColors::*colour) {
    const auto graph = [&] {
        return m_plot->addGraph(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
    };
    Curve curve{rect, graph(), graph(), graph(), new QCPItemText(m_plot), colour};
    curve.name->setText(name);
    curve.name->setVisible(false);
    curve.name->setClipToAxisRect(false);
    curve.name->position->setType(QCPItemPosition::ptAbsolute);
    curve.name->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    curve.name->setPadding(QMargins(kNameGap, 0, 0, 0));
    m_curves.push_back(curve);
}

void LossPlot::watchMouse() {
    m_plot->setSelectionRectMode(QCP::srmCustom);
    connect(m_plot->selectionRect(), &QCPSelectionRect::accepted, this, &LossPlot::zoomTo);
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, &LossPlot::unzoom);
    connect(m_plot, &QCustomPlot::mouseMove, this, [this](const QMouseEvent* event) {
        if (m_upper->rect().united(m_lower->rect()).contains(event->pos())) {
            moveCursorTo(m_upper->axis(QCPAxis::atBottom)->pixelToCoord(event->pos().x()));
        } else {
            m_cursor->hide();
        }
    });
    m_plot->installEventFilter(this);
}

void LossPlot::clear(ModelKind kind) {
    m_history = {};
    m_zoomed = false;
    if (kind != m_kind) {
        buildCurves(kind);
        restyle();
    }
    rebuildTraining();
    rebuildHeldOut();
    m_marks->set(m_history.changes());
    m_cursor->hide();
    for (const Curve& curve : m_curves) {
        curve.rect->axis(QCPAxis::atBottom)->setRange(0, 1);
        curve.rect->axis(QCPAxis::atLeft)->setRange(0, 1);
    }
    m_replot.start();
}

void LossPlot::add(const Snapshot& snapshot) {
    for (const LossPoint& point : snapshot.losses) {
        const auto before = m_history.losses().size();
        m_history.add(point);
        const auto& points = m_history.losses();
        if (points.size() < before) {
            rebuildTraining();
        } else if (points.size() > before) {
            append(points.back(), points.size() == 1);
        }
    }
    for (const EpochResult& epoch : snapshot.epochs) {
        m_history.add(epoch);
    }
    if (!snapshot.epochs.empty()) {
        rebuildHeldOut();
    }
    for (const ControlChange& change : snapshot.changes) {
        m_history.add(change);
    }
    if (!snapshot.changes.empty()) {
        m_marks->set(m_history.changes());
    }
    if (!m_zoomed) {
        rescale();
    }
    if (!m_replot.isActive()) {
        m_replot.start();
    }
}

void LossPlot::append(const LossPoint& point, bool first) {
    const double keep = first || m_smoothing == Smoothing::None ? 0
                        : m_smoothing == Smoothing::Light       ? kLightKeep
                                                                : kStrongKeep;
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        Curve& curve = m_curves[i];
        curve.smoothed = keep * curve.smoothed + (1 - keep) * double{point.losses[i]};
        curve.raw->addData(point.epoch, point.losses[i]);
        curve.smooth->addData(point.epoch, curve.smoothed);
    }
}

void LossPlot::rebuildTraining() {
    for (const Curve& curve : m_curves) {
        curve.raw->data()->clear();
        curve.smooth->data()->clear();
    }
    bool first = true;
    for (const LossPoint& point : m_history.losses()) {
        append(point, std::exchange(first, false));
    }
}

void LossPlot::rebuildHeldOut() {
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        m_curves[i].heldOut->data()->clear();
        for (const EpochResult& epoch : m_history.epochs()) {
            m_curves[i].heldOut->addData(static_cast<double>(epoch.epoch), epoch.heldOut[i]);
        }
    }
}

void LossPlot::rescale() {
    if (m_history.losses().empty()) {
        return;
    }
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        rect->axis(QCPAxis::atBottom)->setRange(0, m_history.losses().back().epoch);
        rect->axis(QCPAxis::atLeft)->setRange(verticalRange(rect));
    }
}

// Of the recent values, or of all, with a little air.
QCPRange LossPlot::verticalRange(const QCPAxisRect* rect) const {
    const auto& points = m_history.losses();
    const auto from = m_fitAll ? 0 : static_cast<std::size_t>(kRecent * static_cast<double>(points.size()));
    if (m_kind == ModelKind::Gan && rect == m_lower) {
        return {0, 1}; // probabilities
    }
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    const auto include = [&](float value) {
        low = std::min(low, double{value});
        high = std::max(high, double{value});
    };
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        if (m_curves[i].rect != rect) {
            continue;
        }
        for (std::size_t k = from; k < points.size(); ++k) {
            include(points[k].losses[i]);
        }
        for (const EpochResult& epoch : m_history.epochs()) {
            if (static_cast<double>(epoch.epoch) >= points[from].epoch) {
                include(epoch.heldOut[i]);
            }
        }
    }
    if (rect->axis(QCPAxis::atLeft)->scaleType() == QCPAxis::stLogarithmic) {
        low = std::max(low, kLeast);
        const double air = std::pow(std::max(high / low, 1.001), 0.08);
        return {low / air, std::max(high, low) * air};
    }
    const double air = std::max((high - low) * 0.08, 1e-3);
    return {std::max(0.0, low - air), high + air};
}

// Sideways in both plots; up and down in the one where the drag began, unless it was flat.
void LossPlot::zoomTo(const QRect& area) {
    if (area.width() < kLeastDrag || m_history.losses().empty()) {
        return;
    }
    m_zoomed = true;
    QCPAxisRect* rect = m_upper->rect().bottom() > area.center().y() ? m_upper : m_lower;
    const QCPAxis* time = rect->axis(QCPAxis::atBottom);
    const QCPRange span(time->pixelToCoord(area.left()), time->pixelToCoord(area.right()));
    m_upper->axis(QCPAxis::atBottom)->setRange(span);
    m_lower->axis(QCPAxis::atBottom)->setRange(span);
    if (area.height() >= kLeastDrag) {
        QCPAxis* values = rect->axis(QCPAxis::atLeft);
        values->setRange(values->pixelToCoord(area.bottom()), values->pixelToCoord(area.top()));
    }
    m_cursor->hide();
    m_replot.start();
}

void LossPlot::unzoom() {
    m_zoomed = false;
    rescale();
    m_cursor->hide();
    m_replot.start();
}

// At the right edge, as high as the line ends there, and not on one another.
void LossPlot::placeNames() {
    double above = -HUGE_VAL;
    for (const Curve& curve : m_curves) {
        const QRect area = curve.rect->rect();
        const auto end = curve.smooth->data()->findEnd(curve.rect->axis(QCPAxis::atBottom)->range().upper);
        curve.name->setVisible(end != curve.smooth->data()->constBegin());
        if (!curve.name->visible()) {
            continue;
        }
        const double line = curve.rect->axis(QCPAxis::atLeft)->coordToPixel((end - 1)->value);
        const double y =
            std::max(std::clamp(line, double(area.top()), double(area.bottom())), above + kNameHeight);
        curve.name->position->setCoords(area.right(), y);
        above = y;
    }
}

void LossPlot::setLogarithmic(bool on) {
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        QCPAxis* axis = rect->axis(QCPAxis::atLeft);
        axis->setScaleType(on ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis->setTicker(on ? QSharedPointer<QCPAxisTicker>(new LogTicker)
                           : QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
        axis->ticker()->setTickCount(rect == m_lower ? 3 : 5);
    }
    unzoom();
}

void LossPlot::setSmoothing(Smoothing smoothing) {
    m_smoothing = smoothing;
    rebuildTraining();
    m_replot.start();
}

void LossPlot::setFitAll(bool on) {
    m_fitAll = on;
    unzoom();
}

QImage LossPlot::picture() const {
    m_cursor->hide();
    return m_plot->toPixmap(0, 0, 2.0).toImage();
}

QString LossPlot::cursorText() const {
    return m_cursor->words();
}

void LossPlot::moveCursorTo(double epoch) {
    const auto& points = m_history.losses();
    if (points.empty()) {
        return;
    }
    auto nearest = std::ranges::lower_bound(points, epoch, {}, &LossPoint::epoch);
    if (nearest == points.end() ||
        (nearest != points.begin() && epoch - std::prev(nearest)->epoch < nearest->epoch - epoch)) {
        --nearest;
    }
    const QCPRange shown = m_upper->axis(QCPAxis::atBottom)->range();
    if (shown.contains(nearest->epoch)) {
        m_cursor->showAt(nearest->epoch, describe(*nearest));
        setAccessibleDescription(cursorText());
    }
}

// "step 8,900, epoch 19.2", and a line a loss.
QString LossPlot::describe(const LossPoint& point) const {
    const auto& epochs = m_history.epochs();
    const auto after = std::ranges::upper_bound(
        epochs, point.epoch, {}, [](const EpochResult& epoch) { return static_cast<double>(epoch.epoch); });
    QString words = tr("step %1, epoch %2")
                        .arg(QLocale().toString(static_cast<qlonglong>(point.step)),
                             QLocale().toString(point.epoch, 'f', 1));
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        words += '\n' + m_curves[i].name->text() + ' ' + lossFigure(point.losses[i]);
        if (after != epochs.begin()) {
            words += ' ' + tr("(held out %1)").arg(lossFigure(std::prev(after)->heldOut[i]));
        }
    }
    return words;
}

bool LossPlot::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_plot && event->type() == QEvent::Leave) {
        m_cursor->hide();
    }
    return QWidget::eventFilter(watched, event);
}

// Left and right walk from point to point.
void LossPlot::keyPressEvent(QKeyEvent* event) {
    const auto& points = m_history.losses();
    const int direction = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (event->key() == Qt::Key_Escape && (m_zoomed || m_cursor->isVisible())) {
        unzoom();
    } else if (direction == 0 || points.empty()) {
        QWidget::keyPressEvent(event);
    } else if (!m_cursor->isVisible()) {
        moveCursorTo(points.back().epoch);
    } else {
        const auto stride = event->modifiers() & Qt::ShiftModifier ? 20 : 1;
        const auto here = std::ranges::lower_bound(points, m_cursor->position(), {}, &LossPoint::epoch);
        const auto index =
            std::clamp<std::ptrdiff_t>(here - points.begin() + direction * stride, 0, std::ssize(points) - 1);
        moveCursorTo(points[static_cast<std::size_t>(index)].epoch);
    }
}

void LossPlot::focusInEvent(QFocusEvent* event) {
    if (event->reason() != Qt::MouseFocusReason && !m_history.losses().empty()) {
        moveCursorTo(m_history.losses().back().epoch);
    }
    QWidget::focusInEvent(event);
}

void LossPlot::focusOutEvent(QFocusEvent* event) {
    m_cursor->hide();
    QWidget::focusOutEvent(event);
}

void LossPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
        m_replot.start();
    }
    QWidget::changeEvent(event);
}

void LossPlot::restyle() {
    const ThemeColors& colors = themeColors(palette());
    m_plot->setBackground(colors.card);
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        for (QCPAxis* axis : rect->axes()) {
            axis->setTickLabelColor(colors.note);
            axis->setTickLabelFont(plotFont(this));
            axis->grid()->setPen(QPen(colors.plotGrid));
            axis->grid()->setZeroLinePen(QPen(colors.plotGrid));
        }
    }
    m_lower->axis(QCPAxis::atBottom)->setBasePen(QPen(colors.line));
    m_epoch->setColor(colors.note);
    m_epoch->setFont(plotFont(this));
    m_even->setPen(QPen(colors.line, 1));
    int nameWidth = 0;
    for (const Curve& curve : m_curves) {
        const QColor& strong = colors.*curve.colour;
        QColor pale = strong;
        pale.setAlpha(60);
        curve.raw->setPen(QPen(pale, 1));
        curve.smooth->setPen(QPen(strong, 2));
        curve.heldOut->setPen(QPen(strong, 1.5, Qt::DashLine));
        curve.name->setColor(strong);
        curve.name->setFont(strongPlotFont(this));
        nameWidth =
            std::max(nameWidth, QFontMetrics(curve.name->font()).horizontalAdvance(curve.name->text()));
    }
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        rect->setMinimumMargins(QMargins(0, 6, nameWidth + 2 * kNameGap, 6));
    }
    m_marks->restyle();
    m_cursor->restyle();
}

} // namespace latentscape
