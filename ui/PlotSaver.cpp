#include "ui/PlotSaver.h"

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
                    std::function<QByteArray(PlotFormat)> draw) {
    connect(openSaveDialog(m_window, title, suggestedName,
                           {{tr("Picture"), QStringLiteral("png")},
                            {tr("Drawing"), QStringLiteral("svg")},
                            {tr("Page"), QStringLiteral("pdf")}}),
            &QFileDialog::fileSelected, this,
            [this, draw = std::move(draw)](const QString& file) { write(file, draw); });
}

void PlotSaver::write(const QString& file, const std::function<QByteArray(PlotFormat)>& draw) {
    guarded(
        [&] {
            const QByteArray bytes = draw(plotFormatOf(file.toStdString()));
            m_writer->write(file, [bytes, file](const WorkWatch&) {
                const auto size = static_cast<std::size_t>(bytes.size());
                writeFileAtomically(file.toStdString(), std::as_bytes(std::span(bytes.constData(), size)));
            });
        },
        [&](const QString& message) { emit failed(message); });
}

} // namespace latentscape
