// One latent dimension under the hand: its name, a track centred at zero and filled from there, a bar that
// shows its KL, and its value, into which one can type. Counts in hundredths, so that what is read is what is
// decoded. Wheel and arrow keys move finely, with Shift coarsely; double-click, Delete or Backspace set zero.
// A click on its name, or L, locks it where it is. UI thread.
#pragma once

#include <QSlider>

class QLineEdit;

namespace latentscape {

class LatentSlider : public QSlider {
    Q_OBJECT

public:
    static constexpr int kUsualLimit = 3; // standard deviations of the prior
    static constexpr int kMaximumLimit = 10;

    explicit LatentSlider(int dimension, QWidget* parent = nullptr);

    int dimension() const { return m_dimension; }
    float latent() const { return static_cast<float>(value()) / kUnits; }
    void setLatent(float value); // lengthens the track when needed, up to kMaximumLimit
    void setLimit(int limit);    // the track runs from -limit to limit
    int limit() const { return maximum() / kUnits; }

    // Not a dimension but something else that is moved along: its name, at most so many logical pixels wide.
    void setName(const QString& name, int width, const QString& tip);

    // share: length of the bar, of the strongest dimension's; a dead dimension fades. kl in nats.
    void setKl(float kl, float share, bool dead);
    void setHasKl(bool has); // false: of a model without
    // Instead of the KL: how much the picture changes along it, beside the strongest dimension.
    void setEffect(float share, bool dead);
    bool isDead() const { return m_dead; }
    void setLocked(bool locked); // no hand moves it
    bool isLocked() const { return m_locked; }
    // In a list that scrolls the wheel moves only the slider that has the focus.
    void setWheelNeedsFocus(bool needed) { m_wheelNeedsFocus = needed; }

    // Opens the value for typing; `text` replaces what is there.
    void editValue(const QString& text = {});

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void lockWanted(bool locked);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    static constexpr int kUnits = 100;

    QRectF track() const;
    QRect valueRect() const;
    qreal positionOf(int value) const;
    int valueAt(qreal x) const;
    void moveBy(int hundredths);
    void takeTyped();
    void closeEditor();
    void describe();

    int m_dimension;
    QString m_name;
    QString m_tip; // empty: of a dimension
    int m_nameWidth;
    bool m_hasKl = true;
    float m_kl = -1; // nats; negative: not known
    float m_share = 0;
    bool m_dead = false;
    bool m_showsEffect = false;
    bool m_locked = false;
    bool m_wheelNeedsFocus = false;
    int m_wheelRest = 0;           // eighths of a degree not yet used
    QLineEdit* m_editor = nullptr; // while typing
};

} // namespace latentscape
