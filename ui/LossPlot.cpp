#include "ui/LossPlot.h"

#include "ui/LossAxes.h"
#include "ui/LossCurves.h"
#include "ui/PlotCursor.h"
#include "ui/PlotMarks.h"
#include "ui/PlotSaver.h"
#include "ui/RunOverlay.h"
#include "ui/Theme.h"

#include <qcustomplot.h>

#include <QKeyEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kClick = 6;          // pixels that the mouse may move in it
constexpr int kReplotDelay = 50;   // ms
constexpr double kRecent = 0.25;   // the vertical range follows what comes after this share of the points
constexpr double kLightKeep = 0.8; // of the exponential moving average, a point
constexpr double kStrongKeep = 0.95;

} // namespace

LossPlot::LossPlot(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_axes(std::make_unique<LossAxes>(m_plot))
    , m_overlay(std::make_unique<RunOverlay>(m_plot, m_axes->upper(), m_axes->lower())) // behind
    , m_curves(std::make_unique<LossCurves>(m_plot, m_axes->upper(), m_axes->lower())) {
    setObjectName("lossPlot");
    setAccessibleName(tr("Learning curves"));
    setToolTip(
        tr("Drag over the curves to zoom, double-click to go back; Left and Right walk from step to step, "
           "Enter looks at the kept moment that is nearest"));
    setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    buildCurves(m_kind);
    m_marks = std::make_unique<PlotMarks>(m_plot, m_axes->upper(), m_axes->lower()); // in front of them
    m_moments = std::make_unique<PlotMoments>(m_plot, m_axes->upper(), m_axes->lower());
    m_cursor = std::make_unique<PlotCursor>(m_plot, m_axes->upper(), m_axes->lower());
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

void LossPlot::buildCurves(ModelKind kind) {
    m_kind = kind;
    m_curves->build(kind);
    m_axes->setKind(kind);
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
        } else if (m_axes->contains(event->pos())) {
            follow(m_axes->epochAt(event->pos()));
        } else {
            leave();
        }
    });
    connect(m_plot, &QCustomPlot::mousePress, this,
            [this](const QMouseEvent* event) { m_pressed = event->pos(); });
    connect(m_plot, &QCustomPlot::mouseRelease, this, [this](const QMouseEvent* event) {
        if ((event->pos() - m_pressed).manhattanLength() >= kClick) {
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
    m_axes->reset();
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
    rescale(m_axes->upper(), from);
    rescale(m_axes->lower(), from);
    m_axes->setTime(std::max({points.back().epoch, m_newest.epoch, m_overlay->lastEpoch()}));
}

// With what is seen of other runs.
void LossPlot::rescale(QCPAxisRect* rect, std::size_t from) {
    const auto& points = m_history.losses();
    QCPRange values = m_curves->verticalRange(rect, m_history, from);
    if (const auto others = m_overlay->verticalRange(rect, points[from].epoch)) {
        values.expand(*others);
    }
    m_axes->setValues(rect, values);
}

void LossPlot::setOverlay(const std::vector<OverlaidRun>& runs) {
    m_overlay->set(runs, m_kind, this);
    if (!m_zoomed) {
        rescale();
    }
    m_replot.start();
}

void LossPlot::zoomTo(const QRect& area) {
    if (!m_history.losses().empty() && m_axes->zoomTo(area)) {
        m_zoomed = true;
        leave();
        m_replot.start();
    }
}

void LossPlot::unzoom() {
    m_zoomed = false;
    rescale();
    leave();
    m_replot.start();
}

void LossPlot::setLogarithmic(bool on) {
    m_axes->setLogarithmic(on);
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
    if (!m_axes->shows(at)) {
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
    m_plot->setBackground(themeColors(palette()).card);
    m_overlay->restyle(this);
    m_curves->restyle(this);
    m_axes->restyle(this, m_curves->nameWidth());
    m_marks->restyle();
    m_moments->restyle();
    m_cursor->restyle();
}

} // namespace latentscape
