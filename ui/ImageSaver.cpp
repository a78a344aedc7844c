#include "ui/ImageSaver.h"

#include "core/io/ImageExport.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QPointer>
#include <QStandardPaths>
#include <QThreadPool>

namespace latentscape {

namespace {

constexpr int kEnlarged = 8; // a 28 pixel picture becomes one that can be looked at

} // namespace

ImageSaver::ImageSaver(QWidget* parent)
    : QObject(parent)
    , m_window(parent) {}

void ImageSaver::ask(const QString& title, const QString& suggestedName, std::vector<Image> images,
                     int columns) {
    if (images.empty())
        return;
    auto* dialog = new QFileDialog(m_window, title);
    dialog->setObjectName(QStringLiteral("saveDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("png"));
    const QString enlarged = tr("PNG, enlarged %1 times (*.png)").arg(kEnlarged);
    dialog->setNameFilters({enlarged, tr("PNG, one pixel for a pixel (*.png)")});
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation));
    dialog->selectFile(suggestedName);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, dialog, enlarged, columns, kept = std::move(images)](const QString& file) {
                const int scale = dialog->selectedNameFilter() == enlarged ? kEnlarged : 1;
                write(file.toStdString(), kept, columns, scale);
            });
    dialog->open();
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
