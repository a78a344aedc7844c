#include "ui/FileQuestions.h"

#include "ui/RecentFiles.h"

#include <QCoreApplication>
#include <QFileDialog>

namespace latentscape {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("latentscape", text);
}

} // namespace

QString askForImageFolder(QWidget* parent) {
    return QFileDialog::getExistingDirectory(parent, tr("Folder with images"));
}

QString askForImageFile(QWidget* parent) {
    return QFileDialog::getOpenFileName(parent, tr("Open images"), {},
                                        tr("IDX images (*ubyte *.idx *.gz);;All files (*)"));
}

QStringList askForPictures(QWidget* parent) {
    return QFileDialog::getOpenFileNames(parent, tr("Open pictures"), {},
                                         tr("Pictures (*.png *.jpg *.jpeg *.bmp *.webp *.pgm *.ppm *.pbm);;"
                                            "All files (*)"));
}

QString askForCheckpoint(QWidget* parent) {
    return QFileDialog::getOpenFileName(parent, tr("Open session"), {},
                                        tr("Sessions and checkpoints (*.latentscape *.safetensors)"));
}

QString askForRunFolder(QWidget* parent) {
    return QFileDialog::getExistingDirectory(parent, tr("Folder of a run"));
}

QString askWhereToSaveCheckpoint(QWidget* parent) {
    const QString file =
        QFileDialog::getSaveFileName(parent, tr("Save session"), "session.latentscape",
                                     tr("Sessions (*.latentscape);;Checkpoints (*.safetensors)"));
    return file.isEmpty() || RecentFiles::isCheckpoint(file) ? file : file + ".latentscape";
}

} // namespace latentscape
