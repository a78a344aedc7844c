// The points of a map in a QCustomPlot, ten thousand of them in a millisecond or two: each is a small sprite
// that is blended into one picture of the axis rect. Belongs to its plot; UI thread.
#pragma once

#include "core/tensor/Tensor.h"
#include "ui/MapColours.h"

#include <qcustomplot.h>

#include <QImage>

#include <vector>

namespace latentscape {

class MapDots : public QCPLayerable {
    Q_OBJECT

public:
    MapDots(QCustomPlot* plot, const QString& layer);

    void setPositions(Tensor positions); // [n, 2]
    const Tensor& positions() const { return m_positions; }
    // As many as there are positions, or none: then nothing is drawn.
    void setColours(MapColours colours);
    const MapColours& colours() const { return m_colours; }
    // All but these are faded; one an entry, or empty: none is.
    void setFaded(std::vector<bool> faded);
    void setOutlined(bool outlined); // to be seen before pictures

    // The point that is nearest to a pixel of the plot, at most so many logical pixels away; -1: none.
    int pointAt(const QPointF& pixel, double reach) const;
    QPointF pixelOf(int point) const;

protected:
    void draw(QCPPainter* painter) override;
    void applyDefaultAntialiasingHint(QCPPainter*) const override {}
    QRect clipRect() const override;

private:
    struct Sprites {
        int side = 0;
        std::vector<std::vector<QRgb>> pixels; // premultiplied, of each colour
    };
    struct Scale {
        double x0, y0, x, y; // pixel = x0 + x value
    };

    Scale scale(double ratio, const QPointF& origin) const;
    Sprites spritesFor(double ratio, int alpha) const;
    void blend(const Sprites& sprites, const Scale& scale, bool faded);

    Tensor m_positions;
    MapColours m_colours;
    std::vector<bool> m_faded;
    bool m_outlined = false;
    QImage m_canvas;
};

} // namespace latentscape
