// What lies over the points of a map: the present point, and a ring around the one under the mouse. Belongs
// to its plot; UI thread.
#pragma once

#include <qcustomplot.h>

#include <optional>

namespace latentscape {

class MapMarks : public QCPLayerable {
    Q_OBJECT

public:
    MapMarks(QCustomPlot* plot, const QString& layer);

    void setPresent(std::optional<QPointF> place); // in the plot's coordinates
    std::optional<QPointF> present() const { return m_present; }
    void setHovered(std::optional<QPointF> place);
    void setFocused(bool focused); // a line around everything

protected:
    void draw(QCPPainter* painter) override;
    void applyDefaultAntialiasingHint(QCPPainter*) const override {}
    QRect clipRect() const override;

private:
    QPointF pixel(const QPointF& place) const;

    std::optional<QPointF> m_present;
    std::optional<QPointF> m_hovered;
    bool m_focused = false;
};

} // namespace latentscape
