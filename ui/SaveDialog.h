// The dialog that asks where to write a picture or an animation. UI thread.
#pragma once

#include <QString>

#include <vector>

class QFileDialog;
class QWidget;

namespace latentscape {

struct FileKind {
    QString words;  // "PNG"
    QString ending; // "png"
};

// Opens it, without blocking; it deletes itself. The kind that is chosen there gives the name its ending,
// unless one is typed. It starts with the first one.
QFileDialog* openSaveDialog(QWidget* window, const QString& title, const QString& suggestedName,
                            const std::vector<FileKind>& kinds);

} // namespace latentscape
