#include "ui/PlotSaver.h"

#include "core/io/PngChunks.h"
#include "core/tensor/AtomicFile.h"
#include "ui/Background.h"
#include "ui/FileWriter.h"
#include "ui/SaveDialog.h"

#include <qcustomplot.h>

#include <QBuffer>
#include <QFileDialog>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

namespace latentscape {

namespace {

constexpr double kPictureScale = 2;
constexpr int kDotsPerInch = 96; // a logical pixel is one

void drawVectors(QCustomPlot& plot, QPaintDevice* device) {
    QCPPainter painter;
    painter.begin(device);
    painter.setMode(QCPPainter::pmVectorized);
    plot.toPainter(&painter, plot.width(), plot.height());
}

} // namespace

QByteArray drawn(QCustomPlot& plot, PlotFormat format) {
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    if (format == PlotFormat::Svg) {
        QSvgGenerator svg;
        svg.setOutputDevice(&bytes);
        svg.setResolution(kDotsPerInch);
        svg.setSize(plot.size());
        svg.setViewBox(QRect(QPoint(), plot.size()));
        drawVectors(plot, &svg);
    } else if (format == PlotFormat::Pdf) {
        constexpr double kPoint = 72.0 / kDotsPerInch;
        QPdfWriter pdf(&bytes);
        pdf.setResolution(kDotsPerInch);
        pdf.setPageSize(QPageSize(QSizeF(plot.size()) * kPoint, QPageSize::Point, {}, QPageSize::ExactMatch));
        pdf.setPageMargins({});
        drawVectors(plot, &pdf);
    } else {
        plot.toPixmap(0, 0, kPictureScale).save(&bytes, "PNG");
    }
    return bytes.data();
}

PlotSaver::PlotSaver(QWidget* parent)
    : QObject(parent)
    , m_window(parent)
    , m_writer(new FileWriter(parent, this)) {
    connect(m_writer, &FileWriter::saved, this, &PlotSaver::saved);
    connect(m_writer, &FileWriter::failed, this, &PlotSaver::failed);
}

void PlotSaver::ask(const QString& title, const QString& suggestedName,
                    std::function<QByteArray(PlotFormat)> draw, const ProvenanceSource& provenance) {
    connect(
        openSaveDialog(m_window, title, suggestedName,
                       {{tr("Picture"), QStringLiteral("png")},
                        {tr("Drawing"), QStringLiteral("svg")},
                        {tr("Page"), QStringLiteral("pdf")}}),
        &QFileDialog::fileSelected, this,
        [this, draw = std::move(draw), provenance](const QString& file) { write(file, draw, provenance); });
}

void PlotSaver::write(const QString& file, const std::function<QByteArray(PlotFormat)>& draw,
                      const ProvenanceSource& provenance) {
    guarded(
        [&] {
            const PlotFormat format = plotFormatOf(file.toStdString());
            const QByteArray drawn = draw(format);
            const bool speaks = format == PlotFormat::Png && provenance;
            m_writer->write(file, [drawn, path = file.toStdString(),
                                   source = speaks ? provenance : ProvenanceSource()](const WorkWatch&) {
                const auto bytes =
                    std::as_bytes(std::span(drawn.constData(), static_cast<std::size_t>(drawn.size())));
                if (source)
                    writeFileAtomically(path, withText(bytes, kProvenanceKey, toJson(source())));
                else
                    writeFileAtomically(path, bytes);
            });
        },
        [&](const QString& message) { emit failed(message); });
}

} // namespace latentscape
