// Lets data folders, image files, checkpoints and pictures be dropped anywhere on the window, and says so
// while they hover. A child of the window it covers; UI thread.
#pragma once

#include <QWidget>

class QMimeData;

namespace latentscape {

class DropOverlay : public QWidget {
    Q_OBJECT

public:
    // Of a window that has all its fields already.
    explicit DropOverlay(QWidget* window);

signals:
    void dropped(const QString& path);          // of a file or folder on this computer
    void pictureDropped(const QImage& picture); // from a browser, say
    void refused(const QString& why);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void take(const QMimeData& mime);

    QString m_words;
};

} // namespace latentscape
