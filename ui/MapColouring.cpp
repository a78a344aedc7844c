#include "ui/MapColouring.h"

#include "ui/MapControls.h"
#include "ui/MapLegend.h"
#include "ui/MapPlot.h"
#include "ui/Theme.h"

#include <utility>

namespace latentscape {

MapColouring::MapColouring(MapPlot* plot, MapLegend* legend, MapControls* controls, QWidget* panel)
    : QObject(panel)
    , m_panel(panel)
    , m_plot(plot)
    , m_legend(legend)
    , m_controls(controls) {
    connect(controls, &MapControls::colourChanged, this, &MapColouring::colour);
    connect(legend, &MapLegend::choiceChanged, this, &MapColouring::fade);
}

void MapColouring::show(std::shared_ptr<const LatentMap> map) {
    m_map = std::move(map);
    if (!m_map)
        return;
    m_figures = figuresOf(*m_map);
    std::vector<QString> names;
    for (const MapFigure& figure : m_figures)
        names.push_back(figure.name);
    m_controls->listColours(names, figuresMissingIn(*m_map));
    colour();
}

void MapColouring::colour() {
    if (!m_map)
        return;
    const ThemeColors& colors = themeColors(m_panel->palette());
    const auto index = static_cast<std::size_t>(m_controls->colour());
    if (index >= m_figures.size()) {
        m_legend->showNothing();
        m_plot->setColours(
            MapColours::plain(static_cast<std::size_t>(m_map->latents.dim(0)), colors.curveReconstruction));
    } else if (const MapFigure& figure = m_figures[index]; figure.names.empty()) {
        const MapColours colours = MapColours::ofFigure(figure.values, colors.card.lightnessF() < 0.5);
        m_legend->showScale(colours, figure.name);
        m_plot->setColours(colours);
    } else {
        m_legend->showClasses(figure.names);
        m_plot->setColours(MapColours::ofClasses(figure.values));
    }
    fade();
}

void MapColouring::fade() {
    std::vector<bool> faded;
    if (m_map && m_legend->chosen() >= 0) {
        for (const float value : m_figures.front().values)
            faded.push_back(static_cast<int>(value) != m_legend->chosen());
    }
    m_plot->setFaded(std::move(faded));
}

} // namespace latentscape
