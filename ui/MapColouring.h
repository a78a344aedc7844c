// Which colour the points of a map have: by the figure of them that is chosen, with a legend, of whose
// classes one can stand out. Owned by MapPanel, whose widgets it connects; UI thread.
#pragma once

#include "ui/MapFigures.h"

#include <QObject>

#include <memory>
#include <vector>

class QWidget;

namespace latentscape {

class MapControls;
class MapLegend;
class MapPlot;

class MapColouring : public QObject {
    Q_OBJECT

public:
    // All must outlive it.
    MapColouring(MapPlot* plot, MapLegend* legend, MapControls* controls, QWidget* panel);

    void show(std::shared_ptr<const LatentMap> map); // whose points are drawn; null: none
    void colour();                                   // also when the theme is another

private:
    void fade();

    QWidget* m_panel;
    MapPlot* m_plot;
    MapLegend* m_legend;
    MapControls* m_controls;
    std::shared_ptr<const LatentMap> m_map;
    std::vector<MapFigure> m_figures; // of its points
};

} // namespace latentscape
