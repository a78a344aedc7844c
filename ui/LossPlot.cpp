#include "ui/LossPlot.h"

#include "ui/LogTicker.h"
#include "ui/LossCurves.h"
#include "ui/PlotCursor.h"
#include "ui/PlotMarks.h"
#include "ui/PlotSaver.h"
#include "ui/PlotStyle.h"
#include "ui/RunOverlay.h"
#include "ui/Theme.h"

#include <qcustomplot.h>

#include <QKeyEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kEpochGap = 16;      // clear of a number at the end
constexpr int kLeastDrag = 6;      // pixels; less is a click
constexpr int kReplotDelay = 50;   // ms
constexpr double kMargin = 0.008;  // of the time axis, for the moments at its ends
constexpr double kRecent = 0.25;   // the vertical range follows what comes after this share of the points
constexpr double kLightKeep = 0.8; // of the exponential moving average, a point
constexpr double kStrongKeep = 0.95;

} // namespace

LossPlot::LossPlot(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_upper(m_plot->axisRect())
    , m_lower(new QCPAxisRect(m_plot))
    , m_overlay(std::make_unique<RunOverlay>(m_plot, m_upper, m_lower)) // behind
    , m_curves(std::make_unique<LossCurves>(m_plot, m_upper, m_lower)) {
    setObjectName("lossPlot");
    setAccessibleName(tr("Learning curves"));
    setToolTip(
        tr("Drag over the curves to zoom, double-click to go back; Left and Right walk from step to step, "
           "Enter looks at the kept moment that is nearest"));
    setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    buildAxes();
    buildCurves(m_kind);
    m_marks = std::make_unique<PlotMarks>(m_plot, m_upper, m_lower);
    m_moments = std::make_unique<PlotMoments>(m_plot, m_upper, m_lower);
    m_cursor = std::make_unique<PlotCursor>(m_plot, m_upper, m_lower);
    watchMouse();
    m_replot.setSingleShot(true);
    m_replot.setInterval(kReplotDelay);
    connect(&m_replot, &QTimer::timeout, m_plot, [this] { m_plot->replot(QCustomPlot::rpQueuedReplot); });
    connect(m_plot, &QCustomPlot::afterLayout, this, [this] {
        m_curves->placeNames();
        m_marks->arrange();
        m_moments->arrange();
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
    m_epoch->setPadding(QMargins(kEpochGap, 1, 0, 0));
    m_even = new QCPItemStraightLine(m_plot);
    m_even->setClipAxisRect(m_lower);
    for (QCPItemPosition* point : {m_even->point1, m_even->point2}) {
        point->setAxes(m_lower->axis(QCPAxis::atBottom), m_lower->axis(QCPAxis::atLeft));
        point->setCoords(point == m_even->point1 ? 0 : 1, 0.5);
    }
}

void LossPlot::buildCurves(ModelKind kind) {
    m_kind = kind;
    m_curves->build(kind);
    m_even->setVisible(kind == ModelKind::Gan);
}

void LossPlot::watchMouse() {
    m_plot->setSelectionRectMode(QCP::srmCustom);
    connect(m_plot->selectionRect(), &QCPSelectionRect::accepted, this, &LossPlot::zoomTo);
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, &LossPlot::unzoom);
    connect(m_plot, &QCustomPlot::mouseMove, this, [this](const QMouseEvent* event) {
        const PlotMoments::Mark* moment = m_moments->at(event->position());
        m_pointedAt = moment ? std::optional(std::pair(event->pos(), moment->step)) : std::nullopt;
        m_plot->setCursor(moment ? Qt::PointingHandCursor : Qt::ArrowCursor);
        if (moment) {
            follow(moment->epoch, moment);
        } else if (m_upper->rect().united(m_lower->rect()).contains(event->pos())) {
            follow(m_upper->axis(QCPAxis::atBottom)->pixelToCoord(event->pos().x()));
        } else {
            leave();
        }
    });
    connect(m_plot, &QCustomPlot::mousePress, this,
            [this](const QMouseEvent* event) { m_pressed = event->pos(); });
    connect(m_plot, &QCustomPlot::mouseRelease, this, [this](const QMouseEvent* event) {
        if ((event->pos() - m_pressed).manhattanLength() >= kLeastDrag) {
            return;
        }
        // While a run grows its triangles move under the mouse: what the words promise is what is chosen.
        if (m_pointedAt && m_pointedAt->first == event->pos()) {
            emit momentChosen(m_pointedAt->second);
        } else if (const PlotMoments::Mark* moment = m_moments->at(event->position())) {
            emit momentChosen(moment->step);
        }
    });
    m_plot->installEventFilter(this);
}

void LossPlot::setMoments(const std::vector<PlotMoments::Mark>& marks) {
    m_moments->set(marks);
    m_replot.start();
}

void LossPlot::setLookedAt(std::optional<std::int64_t> step) {
    m_moments->setLookedAt(step);
    m_replot.start();
}

void LossPlot::clear(ModelKind kind) {
    m_history = {};
    m_newest = {};
    m_pointedAt.reset();
    m_zoomed = false;
    if (kind != m_kind) {
        buildCurves(kind);
        restyle();
    }
    m_overlay->setKind(kind, this);
    m_curves->clearTraining();
    m_curves->setHeldOut({});
    m_curves->setNewest(nullptr);
    m_marks->set(m_history.changes());
    m_moments->set({});
    m_moments->setLookedAt({});
    m_cursor->hide();
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        rect->axis(QCPAxis::atBottom)->setRange(0, 1);
        rect->axis(QCPAxis::atLeft)->setRange(0, 1);
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
        m_curves->setHeldOut(m_history.epochs());
    }
    for (const ControlChange& change : snapshot.changes) {
        m_history.add(change);
    }
    if (!snapshot.changes.empty()) {
        m_marks->set(m_history.changes());
    }
    if (!snapshot.losses.empty()) {
        m_newest = snapshot.losses.back();
    }
    // So that a single step is seen.
    m_curves->setNewest(snapshot.state == TrainState::Paused ? &m_newest : nullptr);
    if (!m_zoomed) {
        rescale();
    }
    if (!m_replot.isActive()) {
        m_replot.start();
    }
}

void LossPlot::append(const LossPoint& point, bool first) {
    m_curves->append(point, first || m_smoothing == Smoothing::None ? 0
                            : m_smoothing == Smoothing::Light       ? kLightKeep
                                                                    : kStrongKeep);
}

void LossPlot::rebuildTraining() {
    m_curves->clearTraining();
    bool first = true;
    for (const LossPoint& point : m_history.losses()) {
        append(point, std::exchange(first, false));
    }
}

// To the recent values, or to all.
void LossPlot::rescale() {
    const auto& points = m_history.losses();
    if (points.empty()) {
        return;
    }
    const auto from = m_fitAll ? 0 : static_cast<std::size_t>(kRecent * static_cast<double>(points.size()));
    rescale(m_upper, from);
    rescale(m_lower, from);
}

// With what is seen of other runs.
void LossPlot::rescale(QCPAxisRect* rect, std::size_t from) {
    const auto& points = m_history.losses();
    QCPRange values = m_curves->verticalRange(rect, m_history, from);
    if (const auto others = m_overlay->verticalRange(rect, points[from].epoch)) {
        values.expand(*others);
    }
    rect->axis(QCPAxis::atLeft)->setRange(values);
    const double end = std::max({points.back().epoch, m_newest.epoch, m_overlay->lastEpoch()});
    rect->axis(QCPAxis::atBottom)->setRange(-kMargin * end, (1 + kMargin) * end);
}

void LossPlot::setOverlay(const std::vector<OverlaidRun>& runs) {
    m_overlay->set(runs, m_kind, this);
    if (!m_zoomed) {
        rescale();
    }
    m_replot.start();
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
    leave();
    m_replot.start();
}

void LossPlot::unzoom() {
    m_zoomed = false;
    rescale();
    leave();
    m_replot.start();
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

QByteArray LossPlot::drawn(PlotFormat format) const {
    m_cursor->hide();
    return latentscape::drawn(*m_plot, format);
}

QString LossPlot::cursorText() const {
    return m_cursor->words();
}

// False when there is nothing to point at.
bool LossPlot::moveCursorTo(double epoch, const PlotMoments::Mark* moment) {
    const auto& points = m_history.losses();
    if (points.empty()) {
        return false;
    }
    auto nearest = std::ranges::lower_bound(points, epoch, {}, &LossPoint::epoch);
    if (nearest == points.end() ||
        (nearest != points.begin() && epoch - std::prev(nearest)->epoch < nearest->epoch - epoch)) {
        --nearest;
    }
    const double at = moment ? moment->epoch : nearest->epoch;
    if (!m_upper->axis(QCPAxis::atBottom)->range().contains(at)) {
        return false;
    }
    QString words = m_curves->describe(*nearest, m_history.epochs()) + m_overlay->describe(at);
    if (moment) {
        words = (moment->isBest ? tr("best kept moment: click to look at it")
                                : tr("kept moment: click to look at it")) +
                '\n' + words;
    }
    m_cursor->showAt(at, words);
    setAccessibleDescription(cursorText());
    return true;
}

void LossPlot::follow(double epoch, const PlotMoments::Mark* moment) {
    if (moveCursorTo(epoch, moment)) {
        emit cursorMoved(m_cursor->position());
    }
}

void LossPlot::leave() {
    if (m_cursor->isVisible()) {
        m_cursor->hide();
        emit cursorLeft();
    }
}

void LossPlot::showCursorAt(double epoch) {
    moveCursorTo(epoch);
}

void LossPlot::hideCursor() {
    m_cursor->hide();
}

bool LossPlot::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_plot && event->type() == QEvent::Leave) {
        leave();
    }
    return QWidget::eventFilter(watched, event);
}

// Left and right walk from point to point.
void LossPlot::keyPressEvent(QKeyEvent* event) {
    const auto& points = m_history.losses();
    const int direction = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    const bool chooses = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (chooses && m_cursor->isVisible() && !m_moments->marks().empty()) {
        emit momentChosen(m_moments->nearest(m_cursor->position())->step);
    } else if (event->key() == Qt::Key_Escape && (m_zoomed || m_cursor->isVisible())) {
        unzoom();
    } else if (direction == 0 || points.empty()) {
        QWidget::keyPressEvent(event);
    } else if (!m_cursor->isVisible()) {
        follow(points.back().epoch);
    } else {
        const auto stride = event->modifiers() & Qt::ShiftModifier ? 20 : 1;
        const auto here = std::ranges::lower_bound(points, m_cursor->position(), {}, &LossPoint::epoch);
        const auto index =
            std::clamp<std::ptrdiff_t>(here - points.begin() + direction * stride, 0, std::ssize(points) - 1);
        follow(points[static_cast<std::size_t>(index)].epoch);
    }
}

void LossPlot::focusInEvent(QFocusEvent* event) {
    if (event->reason() != Qt::MouseFocusReason && !m_history.losses().empty()) {
        moveCursorTo(m_history.losses().back().epoch);
    }
    QWidget::focusInEvent(event);
}

void LossPlot::focusOutEvent(QFocusEvent* event) {
    leave();
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
            stylePlotAxis(axis, this);
        }
    }
    m_lower->axis(QCPAxis::atBottom)->setBasePen(QPen(colors.line));
    m_epoch->setColor(colors.note);
    m_epoch->setFont(plotFont(this));
    m_even->setPen(QPen(colors.line, 1));
    m_overlay->restyle(this);
    m_curves->restyle(this);
    for (QCPAxisRect* rect : {m_upper, m_lower}) {
        rect->setMinimumMargins(QMargins(0, 6, m_curves->nameWidth(), 6));
    }
    m_marks->restyle();
    m_moments->restyle();
    m_cursor->restyle();
}

} // namespace latentscape
