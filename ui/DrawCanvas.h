// A small canvas to draw on with the mouse, of the proportions of the model's images. UI thread.
#pragma once

#include "core/tensor/Image.h"

#include <QImage>
#include <QWidget>

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

private:
    QRectF place() const; // of the canvas in the widget
    QPointF toCanvas(const QPointF& position) const;
    void strokeTo(const QPointF& point);

    ImageShape m_shape;
    QImage m_canvas; // some pixels of it are one of the model's
    QColor m_colour = Qt::white;
    int m_brush = 8;
    bool m_blank = true;
    bool m_drawing = false;
    QPointF m_last;
};

} // namespace latentscape
