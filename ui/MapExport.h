// What of the map becomes a file: a picture of it, or its points as numbers for other programs. The link in
// the header of the card asks which. Owned by MapPanel; UI thread, writes beside everything else.
#pragma once

#include "core/train/LatentPlane.h"

#include <QObject>

#include <optional>

class QToolButton;
class QWidget;

namespace latentscape {

class FileWriter;
class ImageSaver;
class LatentPoint;
class MapPlot;
class OpenModel;

class MapExport : public QObject {
    Q_OBJECT

public:
    // All must outlive it.
    MapExport(const MapPlot* plot, const LatentPoint* point, const OpenModel* open, QWidget* panel);

    QToolButton* link() const { return m_link; }
    void setPlane(const std::optional<LatentPlane>& plane); // that the plot shows

signals:
    void saved(const QString& file);
    void failed(const QString& message);

private:
    void savePicture();
    void savePoints();

    const MapPlot* m_plot;
    const LatentPoint* m_point;
    const OpenModel* m_open;
    QWidget* m_panel;
    QToolButton* m_link;
    ImageSaver* m_pictures;
    FileWriter* m_tables;
    std::optional<LatentPlane> m_plane;
};

} // namespace latentscape
