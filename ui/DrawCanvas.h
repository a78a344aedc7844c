// A small canvas to draw on with the mouse or the keyboard, of the proportions of the model's images. UI
// thread.
#pragma once

#include "core/tensor/Image.h"

#include <QImage>
#include <QWidget>

class QPainter;

namespace latentscape {

class DrawCanvas : public QWidget {
    Q_OBJECT

public:
    explicit DrawCanvas(QWidget* parent = nullptr);

    void setShape(const ImageShape& shape); // clears it
    void setImage(const Image& image);      // of that shape: to look at, and to draw on
    Image image() const;                    // as the model is to see it
    bool isBlank() const { return m_blank; }

    void setColour(const QColor& colour) { m_colour = colour; }
    void setBrush(int width) { m_brush = width; } // hundredths of the larger side

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public slots:
    void clear();

signals:
    void drawn(); // a stroke is done

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    QRectF place() const; // of the canvas in the widget
    QPointF toCanvas(const QPointF& position) const;
    qreal brushWidth() const;
    void beginStroke(const QColor& colour, const QPointF& point);
    void strokeTo(const QPointF& point);
    void endStroke();
    void moveBrush(const QPointF& pixels); // of the model's image
    void paintFocus(QPainter& painter);

    ImageShape m_shape;
    QImage m_canvas; // some pixels of it are one of the model's
    QColor m_colour = Qt::white;
    int m_brush = 8;
    bool m_blank = true;
    bool m_drawing = false;
    bool m_keyed = false; // it is used by the keyboard, so the brush is to be seen
    QColor m_stroke;      // its colour
    QPointF m_last;       // where the brush is, in the canvas
};

} // namespace latentscape
