// Asks how and where to save pictures and writes them there, beside everything else: PNG, WebP or JPEG. Owned
// by the view that saves; lives on the UI thread. No call blocks but the destructor, which waits for what is
// being written.
#pragma once

#include "core/io/Enlarge.h"
#include "core/io/Provenance.h"

#include <QObject>

#include <functional>
#include <vector>

class QImage;
class QWidget;

namespace latentscape {

class FileWriter;
class SavePanel;

// Of what is drawn on the screen, to be saved like any other picture.
Image toRgb(const QImage& picture);

class ImageSaver : public QObject {
    Q_OBJECT

public:
    explicit ImageSaver(QWidget* parent);
    ~ImageSaver() override;

    // Opens a panel, then a file dialog; the pictures are those of now, whatever happens meanwhile. One
    // picture, or a sheet.
    void ask(const QString& title, const QString& suggestedName, std::vector<Image> images, int columns,
             ProvenanceSource provenance = {});
    // To the clipboard, enlarged without smoothing.
    static void copy(const std::vector<Image>& images, int columns);
    void write(const QString& file, std::vector<Image> images, int columns, const Enlargement& enlargement,
               ProvenanceSource provenance = {});

signals:
    void saved(const QString& file);
    void failed(const QString& message);

private:
    void askForFile(const QString& title, const QString& suggestedName);

    QWidget* m_window;
    SavePanel* m_panel = nullptr; // made when it is needed
    FileWriter* m_writer;

    // What was asked for last.
    std::vector<Image> m_images;
    int m_columns = 1;
    ProvenanceSource m_provenance;
};

} // namespace latentscape
