#include "ui/ImageSaver.h"

#include "core/io/ImageExport.h"
#include "ui/ImageStage.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QFileDialog>
#include <QGuiApplication>
#include <QImage>
#include <QPointer>
#include <QStandardPaths>
#include <QThreadPool>

namespace latentscape {

namespace {

constexpr int kEnlarged = 8;     // a 28 pixel picture becomes one that can be looked at
constexpr int kCopiedSide = 512; // pixels at least, of what is copied

Image toRgb(const QImage& picture) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
    Image image{{3, rgb.height(), rgb.width()}, {}};
    for (int y = 0; y < rgb.height(); ++y)
        image.pixels.insert(image.pixels.end(), rgb.scanLine(y), rgb.scanLine(y) + 3 * rgb.width());
    return image;
}

} // namespace

ImageSaver::ImageSaver(QWidget* parent)
    : QObject(parent)
    , m_window(parent) {}

void ImageSaver::ask(const QString& title, const QString& suggestedName, std::vector<Image> images,
                     int columns) {
    if (images.empty())
        return;
    const QString enlarged = tr("PNG, enlarged %1 times (*.png)").arg(kEnlarged);
    QFileDialog* dialog =
        makeDialog(title, suggestedName, {enlarged, tr("PNG, one pixel for a pixel (*.png)")});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, dialog, enlarged, columns, kept = std::move(images)](const QString& file) {
                const int scale = dialog->selectedNameFilter() == enlarged ? kEnlarged : 1;
                write(file.toStdString(), kept, columns, scale);
            });
}

void ImageSaver::ask(const QString& title, const QString& suggestedName, const QImage& picture) {
    connect(makeDialog(title, suggestedName, {tr("PNG (*.png)")}), &QFileDialog::fileSelected, this,
            [this, kept = toRgb(picture)](const QString& file) { write(file.toStdString(), {kept}, 1, 1); });
}

QFileDialog* ImageSaver::makeDialog(const QString& title, const QString& suggestedName,
                                    const QStringList& kinds) {
    auto* dialog = new QFileDialog(m_window, title);
    dialog->setObjectName(QStringLiteral("saveDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->setNameFilters(kinds);
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation));
    dialog->selectFile(suggestedName);
    dialog->open();
    return dialog;
}

void ImageSaver::copy(const std::vector<Image>& images, int columns) {
    if (images.empty())
        return;
    const QImage sheet = toQImage(makeSheet(images, columns));
    const int factor = std::max(1, (kCopiedSide + sheet.width() - 1) / sheet.width());
    QGuiApplication::clipboard()->setImage(sheet.scaled(sheet.size() * factor));
}

void ImageSaver::write(const std::filesystem::path& file, std::vector<Image> images, int columns, int scale) {
    // The view may be gone when the file is written; only the application is sure to be there.
    QThreadPool::globalInstance()->start(
        [self = QPointer<ImageSaver>(this), file, kept = std::move(images), columns, scale] {
            QString problem;
            try {
                saveImages(file, kept, columns, scale);
            } catch (const std::exception& error) {
                problem = QString::fromUtf8(error.what());
            }
            QMetaObject::invokeMethod(qApp, [self, file, problem] {
                if (!self)
                    return;
                if (problem.isEmpty())
                    emit self->saved(QString::fromStdString(file.string()));
                else
                    emit self->failed(problem);
            });
        });
}

} // namespace latentscape
