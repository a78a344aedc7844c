#include "ui/LatentSlider.h"

#include "ui/Theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace latentscape {

namespace {

constexpr int kNameWidth = 42; // with a lock
constexpr int kValueWidth = 52;
constexpr int kRowHeight = 30;
constexpr qreal kHandle = 6; // radius
constexpr int kFine = 5;     // hundredths
constexpr int kCoarse = 50;
constexpr qreal kFaded = 0.38; // opacity of a dead dimension

void drawLock(QPainter& painter, const QPointF& middle, const QColor& color) {
    painter.save();
    painter.setPen(QPen(color, 1.2));
    painter.drawArc(QRectF(middle.x() - 2.2, middle.y() - 5, 4.4, 6), 0, 180 * 16);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(middle.x() - 3.5, middle.y() - 1.5, 7, 5), 1, 1);
    painter.restore();
}

} // namespace

LatentSlider::LatentSlider(int dimension, QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
    , m_dimension(dimension)
    , m_name(QStringLiteral("z%1").arg(dimension))
    , m_nameWidth(kNameWidth) {
    setObjectName(QStringLiteral("latent%1").arg(dimension));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setLimit(kUsualLimit);
    setSingleStep(kFine);
    setPageStep(kCoarse);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QSlider::valueChanged, this, &LatentSlider::describe);
    describe();
}

void LatentSlider::setLatent(float value) {
    const float kept = std::clamp(value, -1.0F * kMaximumLimit, 1.0F * kMaximumLimit);
    if (std::abs(kept) > static_cast<float>(limit()))
        setLimit(static_cast<int>(std::ceil(std::abs(kept))));
    setValue(static_cast<int>(std::lround(kept * kUnits)));
}

void LatentSlider::setLimit(int limit) {
    setRange(-limit * kUnits, limit * kUnits);
    update();
}

void LatentSlider::setKl(float kl, float share, bool dead) {
    m_showsEffect = false;
    m_kl = kl;
    m_share = share;
    m_dead = dead;
    describe();
    update();
}

void LatentSlider::setEffect(float share, bool dead) {
    m_showsEffect = true;
    m_share = share;
    m_dead = dead;
    describe();
    update();
}

void LatentSlider::setLocked(bool locked) {
    m_locked = locked;
    describe();
    update();
}

void LatentSlider::setName(const QString& name, int width, const QString& tip) {
    m_name = name;
    m_nameWidth = width;
    m_tip = tip;
    describe();
    update();
}

void LatentSlider::describe() {
    if (!m_tip.isEmpty()) {
        setAccessibleName(tr("Direction %1").arg(m_name));
        setAccessibleDescription(tr("position %1").arg(static_cast<double>(latent()), 0, 'f', 2));
        setToolTip(m_tip);
        return;
    }
    const QString kl = m_showsEffect ? tr("changes the picture %1 % as much as the strongest")
                                           .arg(static_cast<double>(100 * m_share), 0, 'f', 0)
                       : !m_hasKl ? tr("a GAN's latents have no KL")
                       : m_kl < 0 ? tr("its KL is measured with the next epoch")
                                  : tr("KL %1 nats").arg(static_cast<double>(m_kl), 0, 'f', 3);
    const QString use = (m_dead ? tr("; dead: it tells nothing about the image") : QString()) +
                        (m_locked ? tr("; locked") : QString());
    setAccessibleName(tr("Latent %1").arg(m_name));
    setAccessibleDescription(tr("value %1, %2%3").arg(static_cast<double>(latent()), 0, 'f', 2).arg(kl, use));
    const QString meaning = m_hasKl ? tr("KL is how much this latent tells about the image.\n") : QString();
    setToolTip(tr("z%1 · %2%3\n%4"
                  "Arrows or wheel: fine, with Shift coarse. Type a number to set it. Delete or "
                  "double-click: zero.\n"
                  "A click on the name, or L, locks it: nothing moves it then.")
                   .arg(m_dimension)
                   .arg(kl, use, meaning));
}

void LatentSlider::setHasKl(bool has) {
    m_hasKl = has;
    describe();
}

QSize LatentSlider::sizeHint() const {
    return {280, kRowHeight};
}

QSize LatentSlider::minimumSizeHint() const {
    return {200, kRowHeight};
}

QRectF LatentSlider::track() const {
    const qreal left = m_nameWidth + kHandle;
    return {left, height() * 0.42, width() - left - kHandle - kValueWidth - 4, 0};
}

QRect LatentSlider::valueRect() const {
    return {width() - kValueWidth, 2, kValueWidth, std::max(20, static_cast<int>(height() * 0.84) - 4)};
}

qreal LatentSlider::positionOf(int value) const {
    const QRectF line = track();
    return line.left() + line.width() * (value - minimum()) / std::max(1, maximum() - minimum());
}

int LatentSlider::valueAt(qreal x) const {
    const QRectF line = track();
    const qreal share = std::clamp((x - line.left()) / std::max(1.0, line.width()), 0.0, 1.0);
    return minimum() + static_cast<int>(std::lround(share * (maximum() - minimum())));
}

void LatentSlider::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = themeColors(palette());
    const QRectF line = track();
    const qreal y = line.top();
    const qreal x = positionOf(sliderPosition());
    const QRectF text(0, y - height() / 2.0, width(), height());

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.note);
    if (m_dead)
        painter.setOpacity(kFaded);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_name, Qt::ElideRight, m_nameWidth - 4));
    if (m_locked)
        drawLock(painter, QPointF(m_nameWidth - 5, y), colors.note);

    const QColor active = m_dead || m_locked ? colors.note : colors.accent;
    painter.setPen(QPen(colors.line, 4, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(line.topLeft(), line.topRight());
    painter.setPen(QPen(active, 4, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(positionOf(0), y), QPointF(x, y));
    painter.setPen(QPen(active, 2));
    painter.setBrush(isSliderDown() ? active : colors.card);
    painter.drawEllipse(QPointF(x, y), kHandle, kHandle);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.accent, 1));
        painter.drawEllipse(QPointF(x, y), kHandle + 3, kHandle + 3);
    }

    if (m_kl >= 0 || m_showsEffect) {
        QColor bar = colors.curveKl;
        bar.setAlphaF(0.7F);
        painter.fillRect(QRectF(line.left(), y + 12, std::max(1.0, line.width() * m_share), 3), bar);
    }

    if (m_editor)
        return;
    if (underMouse() || hasFocus()) {
        painter.setPen(QPen(colors.line, 1));
        painter.setBrush(colors.field);
        painter.drawRoundedRect(QRectF(valueRect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    painter.setPen(colors.text);
    painter.drawText(text.adjusted(0, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter,
                     locale().toString(static_cast<double>(latent()), 'f', 2));
}

void LatentSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    if (event->position().x() <= m_nameWidth) {
        emit lockWanted(!m_locked);
    } else if (m_locked) {
        return;
    } else if (valueRect().contains(event->position().toPoint())) {
        editValue();
    } else {
        setSliderDown(true);
        setSliderPosition(valueAt(event->position().x()));
    }
}

void LatentSlider::mouseMoveEvent(QMouseEvent* event) {
    if (isSliderDown())
        setSliderPosition(valueAt(event->position().x()));
    else
        setCursor(event->position().x() <= m_nameWidth                             ? Qt::PointingHandCursor
                  : !m_locked && valueRect().contains(event->position().toPoint()) ? Qt::IBeamCursor
                                                                                   : Qt::ArrowCursor);
}

void LatentSlider::mouseReleaseEvent(QMouseEvent*) {
    setSliderDown(false);
    update();
}

void LatentSlider::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->position().x() <= m_nameWidth || m_locked)
        return;
    if (valueRect().contains(event->position().toPoint()))
        editValue();
    else
        setValue(0);
}

void LatentSlider::wheelEvent(QWheelEvent* event) {
    if (m_wheelNeedsFocus && !hasFocus()) {
        event->ignore(); // scrolls the list
        return;
    }
    // Some platforms turn Shift + wheel into a horizontal wheel.
    const QPoint delta = event->angleDelta();
    m_wheelRest += delta.y() != 0 ? delta.y() : delta.x();
    const int notches = m_wheelRest / QWheelEvent::DefaultDeltasPerStep;
    m_wheelRest -= notches * QWheelEvent::DefaultDeltasPerStep;
    moveBy(notches * (event->modifiers() & Qt::ShiftModifier ? kCoarse : kFine));
    event->accept();
}

void LatentSlider::keyPressEvent(QKeyEvent* event) {
    const int step = event->modifiers() & Qt::ShiftModifier ? kCoarse : kFine;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Down:
        moveBy(-step);
        return;
    case Qt::Key_Right:
    case Qt::Key_Up:
        moveBy(step);
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        moveBy(-value());
        return;
    case Qt::Key_L:
        emit lockWanted(!m_locked);
        return;
    case Qt::Key_F2:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        editValue();
        return;
    case Qt::Key_Escape: // the editor lets it through
        if (m_editor) {
            closeEditor();
            return;
        }
        break;
    default:
        break;
    }
    const QString text = event->text();
    if (!text.isEmpty() && (text.at(0).isDigit() || text == QLatin1String("-") || text == QLatin1String(".")))
        editValue(text);
    else
        QSlider::keyPressEvent(event);
}

void LatentSlider::moveBy(int hundredths) {
    if (!m_locked)
        setValue(value() + hundredths);
}

void LatentSlider::editValue(const QString& text) {
    if (m_editor || m_locked)
        return;
    m_editor = new QLineEdit(this);
    m_editor->setObjectName(objectName() + QStringLiteral("Value"));
    m_editor->setAccessibleName(tr("Value of %1").arg(m_name));
    m_editor->setAlignment(Qt::AlignRight);
    m_editor->setGeometry(valueRect());
    m_editor->setText(locale().toString(static_cast<double>(latent()), 'f', 2));
    m_editor->selectAll();
    if (!text.isEmpty())
        m_editor->setText(text);
    m_editor->show();
    m_editor->setFocus(Qt::OtherFocusReason);
    connect(m_editor, &QLineEdit::editingFinished, this, &LatentSlider::takeTyped);
    update();
}

void LatentSlider::takeTyped() {
    if (!m_editor)
        return;
    const QString text = m_editor->text();
    closeEditor();
    bool ok = false;
    float typed = locale().toFloat(text, &ok);
    if (!ok)
        typed = QLocale::c().toFloat(text, &ok);
    if (ok)
        setLatent(typed);
}

void LatentSlider::closeEditor() {
    QLineEdit* editor = std::exchange(m_editor, nullptr);
    editor->disconnect(this);
    if (editor->hasFocus())
        setFocus(Qt::OtherFocusReason);
    editor->hide();
    editor->deleteLater();
    update();
}

void LatentSlider::enterEvent(QEnterEvent* event) {
    QSlider::enterEvent(event);
    update();
}

void LatentSlider::leaveEvent(QEvent* event) {
    QSlider::leaveEvent(event);
    update();
}

void LatentSlider::changeEvent(QEvent* event) {
    QSlider::changeEvent(event);
    update();
}

} // namespace latentscape
