// Asks for a file name and writes pictures there, beside everything else. Owned by the view that saves; lives
// on the UI thread, writes on a thread of the global pool. No call blocks.
#pragma once

#include "core/tensor/Image.h"

#include <QObject>

#include <filesystem>
#include <vector>

class QFileDialog;
class QImage;
class QWidget;

namespace latentscape {

class ImageSaver : public QObject {
    Q_OBJECT

public:
    explicit ImageSaver(QWidget* parent);

    // Opens a file dialog; the pictures are those of now, whatever happens meanwhile. One picture, or a
    // sheet.
    void ask(const QString& title, const QString& suggestedName, std::vector<Image> images, int columns);
    void ask(const QString& title, const QString& suggestedName, const QImage& picture);
    // To the clipboard, enlarged without smoothing.
    static void copy(const std::vector<Image>& images, int columns);
    void write(const std::filesystem::path& file, std::vector<Image> images, int columns, int scale);

signals:
    void saved(const QString& file);
    void failed(const QString& message);

private:
    QFileDialog* makeDialog(const QString& title, const QString& suggestedName, const QStringList& kinds);

    QWidget* m_window;
};

} // namespace latentscape
