#include "ui/ImageSaver.h"

#include "core/io/ImageExport.h"
#include "ui/FileWriter.h"
#include "ui/ImageStage.h"
#include "ui/SaveDialog.h"
#include "ui/SavePanel.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QImage>
#include <QWidget>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kCopiedSide = 512; // pixels at least, of what is copied
constexpr int kGap = 1;          // pixels between two pictures of a sheet

SavePanel::SizeAt sizeOfSheet(const ImageShape& shape, std::size_t count, int columns) {
    const int across = std::min(columns, static_cast<int>(count));
    const int down = (static_cast<int>(count) + across - 1) / across;
    return [shape, across, down](int factor) {
        return QSize(across * (shape.width * factor + kGap) - kGap,
                     down * (shape.height * factor + kGap) - kGap);
    };
}

} // namespace

Image toRgb(const QImage& picture) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
    Image image{{3, rgb.height(), rgb.width()}, {}};
    for (int y = 0; y < rgb.height(); ++y)
        image.pixels.insert(image.pixels.end(), rgb.scanLine(y), rgb.scanLine(y) + 3 * rgb.width());
    return image;
}

ImageSaver::ImageSaver(QWidget* parent)
    : QObject(parent)
    , m_window(parent)
    , m_writer(new FileWriter(parent, this)) {
    connect(m_writer, &FileWriter::saved, this, &ImageSaver::saved);
    connect(m_writer, &FileWriter::failed, this, &ImageSaver::failed);
}

ImageSaver::~ImageSaver() = default;

void ImageSaver::ask(const QString& title, const QString& suggestedName, std::vector<Image> images,
                     int columns, ProvenanceSource provenance) {
    if (images.empty())
        return;
    if (m_panel == nullptr)
        m_panel = new SavePanel(SavePanel::What::Pictures, m_window);
    m_images = std::move(images);
    m_columns = std::max(1, columns);
    m_provenance = std::move(provenance);
    m_panel->disconnect(this);
    connect(m_panel, &SavePanel::accepted, this,
            [this, title, suggestedName] { askForFile(title, suggestedName); });
    m_panel->ask(title, sizeOfSheet(m_images.front().shape, m_images.size(), m_columns));
}

void ImageSaver::askForFile(const QString& title, const QString& suggestedName) {
    QFileDialog* dialog = openSaveDialog(m_window, title, suggestedName,
                                         {{tr("PNG, which knows how it was made"), QStringLiteral("png")},
                                          {tr("WebP, every pixel as it is"), QStringLiteral("webp")},
                                          {tr("JPEG"), QStringLiteral("jpg")}});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, images = m_images, columns = m_columns, provenance = m_provenance,
             enlargement = m_panel->options().enlargement](const QString& file) {
                write(file, images, columns, enlargement, provenance);
            });
}

void ImageSaver::copy(const std::vector<Image>& images, int columns) {
    if (images.empty())
        return;
    const QImage sheet = toQImage(makeSheet(images, columns));
    const int factor = std::max(1, (kCopiedSide + sheet.width() - 1) / sheet.width());
    QGuiApplication::clipboard()->setImage(sheet.scaled(sheet.size() * factor));
}

void ImageSaver::write(const QString& file, std::vector<Image> images, int columns,
                       const Enlargement& enlargement, ProvenanceSource provenance) {
    m_writer->write(file, [path = file.toStdString(), kept = std::move(images), columns, enlargement,
                           source = std::move(provenance)](const WorkWatch& watch) {
        std::optional<Provenance> about;
        if (source)
            about = source();
        saveImages(path, kept, columns, enlargement, about ? &*about : nullptr, watch);
    });
}

} // namespace latentscape
