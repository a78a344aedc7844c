#include "ui/MapPlot.h"

#include "ui/ImageStage.h"
#include "ui/MapBackdrop.h"
#include "ui/MapDots.h"
#include "ui/MapMarks.h"
#include "ui/MapThumbnail.h"
#include "ui/PlotStyle.h"
#include "ui/Theme.h"

#include <qcustomplot.h>

#include <QFocusEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QResizeEvent>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace latentscape {

namespace {

constexpr double kReach = 9;      // from the mouse to a point, logical pixels
constexpr double kAnywhere = 1e9; // likewise
constexpr double kAir = 0.05;     // of the room, around all points
constexpr double kZoomStep = 1.2; // of a wheel's click or a key
constexpr double kKeyStep = 5;    // logical pixels
constexpr double kWideKeyStep = 25;
constexpr int kLeftMargin = 40;
constexpr int kBottomMargin = 20;

} // namespace

MapPlot::MapPlot(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this)) {
    setObjectName(QStringLiteral("mapPlot"));
    setAccessibleName(tr("Map of the latent space"));
    setFocusPolicy(Qt::StrongFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setMouseTracking(true);
    m_plot->setPlottingHint(QCP::phImmediateRefresh, false);
    m_plot->axisRect()->setAutoMargins(QCP::msNone);
    m_background = new MapBackdrop(m_plot, QStringLiteral("background"));
    m_dots = new MapDots(m_plot, QStringLiteral("main"));
    m_marks = new MapMarks(m_plot, QStringLiteral("overlay"));
    m_thumbnail = new MapThumbnail(this);
    m_plot->installEventFilter(this);
    setAxes({}, {});
    restyle();
    m_plot->replot(); // the marks are drawn by themselves from now on
}

void MapPlot::setPositions(Tensor positions) {
    m_dots->setPositions(std::move(positions));
    m_dots->setFaded({});
    hoverNowhere();
    if (m_moved)
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    else
        showAll();
}

void MapPlot::setColours(MapColours colours) {
    m_dots->setColours(std::move(colours));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void MapPlot::setFaded(std::vector<bool> faded) {
    m_dots->setFaded(std::move(faded));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void MapPlot::setPictures(std::shared_ptr<const Dataset> images, std::function<QString(int)> words) {
    m_images = std::move(images);
    m_words = std::move(words);
}

void MapPlot::setAxes(const QString& x, const QString& y) {
    m_plot->xAxis->setLabel(x);
    m_plot->yAxis->setLabel(y);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setTickLabels(!x.isEmpty());
    }
    showGrid();
    arrange();
}

// Not across the pictures.
void MapPlot::showGrid() {
    for (const QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->grid()->setVisible(axis->tickLabels() && !m_background->visible());
    }
}

// The names of the axes stand in line with their numbers, so that the points have the room.
void MapPlot::arrange() {
    const bool numbered = m_plot->xAxis->tickLabels();
    const int line = m_plot->xAxis->label().isEmpty() ? 0 : QFontMetrics(plotFont(this)).height();
    m_plot->axisRect()->setMargins(
        QMargins(numbered ? kLeftMargin + line : 0, 0, 0, numbered ? kBottomMargin + line : 0));
    m_plot->axisRect()->setMinimumMargins({});
    m_plot->plotLayout()->update(QCPLayoutElement::upLayout);
    applyView();
}

void MapPlot::setPresent(std::optional<QPointF> place) {
    m_marks->setPresent(place);
    drawMarks();
}

std::optional<QPointF> MapPlot::present() const {
    return m_marks->present();
}

void MapPlot::setBackground(const QImage& picture, const QRectF& area) {
    m_background->setPicture(picture, area);
    m_dots->setOutlined(!picture.isNull());
    showGrid();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

// ---- the view ----

QSize MapPlot::room() const {
    return m_plot->axisRect()->size();
}

QRectF MapPlot::view() const {
    const QSizeF size = QSizeF(room()) * m_view.scale;
    return {m_view.centre - QPointF(size.width() / 2, size.height() / 2), size};
}

void MapPlot::applyView() {
    const QRectF shown = view();
    m_plot->xAxis->setRange(shown.left(), shown.right());
    m_plot->yAxis->setRange(shown.top(), shown.bottom());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    emit viewChanged();
}

void MapPlot::showAll() {
    m_moved = false;
    if (!m_dots->positions().empty() && room().width() > 0 && room().height() > 0) {
        const auto points = m_dots->positions().matrix();
        const Eigen::RowVector2f low = points.colwise().minCoeff();
        const Eigen::RowVector2f high = points.colwise().maxCoeff();
        const Eigen::RowVector2f size = (high - low).cwiseMax(1e-6F);
        m_view.centre = {double{low(0) + high(0)} / 2, double{low(1) + high(1)} / 2};
        m_view.scale =
            std::max(double{size(0)} / room().width(), double{size(1)} / room().height()) * (1 + 2 * kAir);
    }
    applyView();
}

void MapPlot::zoom(double factor, const QPointF& about) {
    m_moved = true;
    m_view.scale = std::clamp(m_view.scale / factor, 1e-9, 1e9);
    m_view.centre = about + (m_view.centre - about) / factor;
    applyView();
}

QPointF MapPlot::placeAt(const QPointF& pixel) const {
    return {m_plot->xAxis->pixelToCoord(pixel.x()), m_plot->yAxis->pixelToCoord(pixel.y())};
}

QPointF MapPlot::pixelAt(const QPointF& place) const {
    return {m_plot->xAxis->coordToPixel(place.x()), m_plot->yAxis->coordToPixel(place.y())};
}

QPointF MapPlot::pixelOf(int point) const {
    return m_dots->pixelOf(point);
}

QImage MapPlot::picture() const {
    return m_plot->toPixmap(m_plot->width(), m_plot->height(), 2).toImage();
}

void MapPlot::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_plot->setViewport(rect()); // its own event comes later
    m_plot->plotLayout()->update(QCPLayoutElement::upLayout);
    m_moved ? applyView() : showAll();
}

// ---- hand and keys ----

bool MapPlot::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_plot)
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        return press(*static_cast<QMouseEvent*>(event));
    case QEvent::MouseMove:
        return move(*static_cast<QMouseEvent*>(event));
    case QEvent::MouseButtonRelease:
        if (std::exchange(m_held, Qt::NoButton) == Qt::LeftButton)
            emit handLifted();
        return true;
    case QEvent::MouseButtonDblClick:
        hover(static_cast<QMouseEvent*>(event)->position(), kReach); // not where the keys have gone
        if (m_hovered >= 0)
            emit pointActivated(m_hovered);
        return true;
    case QEvent::Wheel: {
        const auto* wheel = static_cast<QWheelEvent*>(event);
        zoom(std::pow(kZoomStep, wheel->angleDelta().y() / 120.0), placeAt(wheel->position()));
        return true;
    }
    case QEvent::Leave:
        hoverNowhere();
        return false;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

bool MapPlot::press(const QMouseEvent& event) {
    setFocus(Qt::MouseFocusReason);
    if (m_held != Qt::NoButton || !m_plot->axisRect()->rect().contains(event.pos()))
        return true;
    m_held = event.button();
    m_last = event.position();
    if (m_held == Qt::LeftButton)
        emit pointedAt(placeAt(m_last), false);
    return true;
}

bool MapPlot::move(const QMouseEvent& event) {
    const QPointF before = std::exchange(m_last, event.position());
    if (m_held == Qt::LeftButton) {
        m_thumbnail->hide();
        emit pointedAt(placeAt(m_last), true);
    } else if (m_held != Qt::NoButton) {
        m_moved = true;
        m_view.centre += placeAt(before) - placeAt(m_last);
        applyView();
    } else {
        hover(m_last, kReach);
    }
    return true;
}

void MapPlot::hoverNowhere() {
    hover({}, 0);
}

void MapPlot::hover(const QPointF& pixel, double reach) {
    const int before = std::exchange(m_hovered, m_dots->pointAt(pixel, reach));
    if (m_hovered < 0) {
        if (before >= 0) {
            m_marks->setHovered(std::nullopt);
            m_thumbnail->hide();
            drawMarks();
        }
        return;
    }
    if (m_hovered == before && m_thumbnail->isVisible())
        return;
    const auto row = m_dots->positions().row(m_hovered);
    m_marks->setHovered(QPointF(double{row[0]}, double{row[1]}));
    if (m_images && m_hovered < m_images->count())
        m_thumbnail->showAt(pixelOf(m_hovered).toPoint(), toQImage(m_images->image(m_hovered)),
                            m_words ? m_words(m_hovered) : QString());
    drawMarks();
}

// There is no mouse to find a point exactly: the nearest one is shown, and Enter takes it.
void MapPlot::pointWithKeys(const QPointF& place) {
    emit pointedAt(place, true);
    hover(pixelAt(place), kAnywhere);
}

void MapPlot::keyPressEvent(QKeyEvent* event) {
    const double step =
        (event->modifiers().testFlag(Qt::ShiftModifier) ? kWideKeyStep : kKeyStep) * m_view.scale;
    const QPointF from = present().value_or(m_view.centre);
    switch (event->key()) {
    case Qt::Key_Left:
        return pointWithKeys(from - QPointF(step, 0));
    case Qt::Key_Right:
        return pointWithKeys(from + QPointF(step, 0));
    case Qt::Key_Up:
        return pointWithKeys(from + QPointF(0, step));
    case Qt::Key_Down:
        return pointWithKeys(from - QPointF(0, step));
    case Qt::Key_Return:
    case Qt::Key_Enter:
        hover(pixelAt(from), kAnywhere);
        if (m_hovered >= 0)
            emit pointActivated(m_hovered);
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(kZoomStep, from);
    case Qt::Key_Minus:
        return zoom(1 / kZoomStep, from);
    case Qt::Key_0:
    case Qt::Key_Home:
        return showAll();
    default:
        QWidget::keyPressEvent(event);
    }
}

void MapPlot::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    m_marks->setFocused(true);
    drawMarks();
}

void MapPlot::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    m_marks->setFocused(false);
    hoverNowhere();
    drawMarks();
}

// ---- looks ----

// Points and pictures stay as they were drawn.
void MapPlot::drawMarks() {
    m_plot->layer(QStringLiteral("overlay"))->replot();
}

void MapPlot::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
        arrange();
    }
}

void MapPlot::restyle() {
    const ThemeColors& colors = themeColors(palette());
    m_plot->setBackground(colors.card);
    m_plot->axisRect()->setBackground(colors.field);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        stylePlotAxis(axis, this);
        axis->setBasePen(Qt::NoPen);
        axis->setLabelPadding(0);
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

} // namespace latentscape
