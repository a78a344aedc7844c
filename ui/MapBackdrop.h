// A picture behind the points of a map, over an area of the plane. Only what is seen of it is drawn, however
// large it would be. Belongs to its plot; UI thread.
#pragma once

#include <qcustomplot.h>

#include <QImage>
#include <QRectF>

namespace latentscape {

class MapBackdrop : public QCPLayerable {
    Q_OBJECT

public:
    MapBackdrop(QCustomPlot* plot, const QString& layer);

    // left, lowest, width, height of the area; a null picture: none, and it is not visible().
    void setPicture(const QImage& picture, const QRectF& area);

protected:
    void draw(QCPPainter* painter) override;
    void applyDefaultAntialiasingHint(QCPPainter*) const override {}
    QRect clipRect() const override;

private:
    QImage m_picture;
    QRectF m_area;
};

} // namespace latentscape
