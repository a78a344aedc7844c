// Asks for a file name and writes a plot there as it is seen: as a picture, or as lines and words that can be
// enlarged at will (SVG, PDF). Owned by the view that saves; lives on the UI thread, where it draws; writes
// beside everything else.
#pragma once

#include "core/io/PlotExport.h"

#include <QByteArray>
#include <QObject>

#include <functional>

class QCustomPlot;
class QWidget;

namespace latentscape {

class FileWriter;

// Twice as large as it is seen, if it is a picture.
QByteArray drawn(QCustomPlot& plot, PlotFormat format);

class PlotSaver : public QObject {
    Q_OBJECT

public:
    explicit PlotSaver(QWidget* parent);

    // What is drawn is the plot of when the file has been chosen. A picture says whose it is, if that is
    // known.
    void ask(const QString& title, const QString& suggestedName, std::function<QByteArray(PlotFormat)> draw,
             const ProvenanceSource& provenance = {});
    void write(const QString& file, const std::function<QByteArray(PlotFormat)>& draw,
               const ProvenanceSource& provenance = {});

signals:
    void saved(const QString& file);
    void failed(const QString& message);

private:
    QWidget* m_window;
    FileWriter* m_writer;
};

} // namespace latentscape
