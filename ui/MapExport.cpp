#include "ui/MapExport.h"

#include "core/train/Embeddings.h"
#include "ui/Card.h"
#include "ui/FileWriter.h"
#include "ui/ImageSaver.h"
#include "ui/LatentPoint.h"
#include "ui/MapPlot.h"
#include "ui/PictureRecord.h"
#include "ui/SaveDialog.h"

#include <QFileDialog>
#include <QMenu>
#include <QToolButton>

namespace latentscape {

MapExport::MapExport(const MapPlot* plot, const LatentPoint* point, const OpenModel* open, QWidget* panel)
    : QObject(panel)
    , m_plot(plot)
    , m_point(point)
    , m_open(open)
    , m_panel(panel)
    , m_link(makeLink("saveMap", tr("Save ▾"), tr("Save the map as a picture, or its points as a table")))
    , m_pictures(new ImageSaver(panel))
    , m_tables(new FileWriter(panel, this)) {
    m_link->setAccessibleName(tr("Save the map"));
    m_link->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(m_link);
    menu->addAction(tr("Picture, twice as large as it is seen..."), this, &MapExport::savePicture)
        ->setObjectName(QStringLiteral("saveMapPicture"));
    menu->addAction(tr("Table of its points..."), this, &MapExport::savePoints)
        ->setObjectName(QStringLiteral("saveMapPoints"));
    m_link->setMenu(menu);
    connect(m_pictures, &ImageSaver::saved, this, &MapExport::saved);
    connect(m_pictures, &ImageSaver::failed, this, &MapExport::failed);
    connect(m_tables, &FileWriter::saved, this, &MapExport::saved);
    connect(m_tables, &FileWriter::failed, this, &MapExport::failed);
    setPlane({});
}

void MapExport::setPlane(const std::optional<LatentPlane>& plane) {
    m_plane = plane;
    m_link->setEnabled(plane.has_value());
}

void MapExport::savePicture() {
    PictureRecord record = m_open->now(); // with the point that is marked
    record.latents = m_point->latent();
    record.label = m_point->label();
    ProvenanceSource provenance;
    if (record.weights) {
        provenance = [record] { return record.provenance("map"); };
    }
    m_pictures->ask(tr("Save the map"), QStringLiteral("map.png"), {toRgb(m_plot->picture())}, 1, provenance);
}

void MapExport::savePoints() {
    connect(
        openSaveDialog(m_panel,
                       tr("Save the %n points of the map", {}, static_cast<int>(m_plane->positions().dim(0))),
                       QStringLiteral("map.csv"),
                       {{tr("Table"), QStringLiteral("csv")}, {tr("NumPy arrays"), QStringLiteral("npy")}}),
        &QFileDialog::fileSelected, this, [this, plane = *m_plane](const QString& file) {
            m_tables->write(file,
                            [plane, out = file.toStdString()](const WorkWatch&) { saveMap(out, plane); });
        });
}

} // namespace latentscape
