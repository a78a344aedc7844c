// The picture of a point of the map, beside it, with what is known about it. Lets the mouse through.
// Child of the map's plot; UI thread.
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>

namespace latentscape {

class MapThumbnail : public QWidget {
    Q_OBJECT

public:
    explicit MapThumbnail(QWidget* parent);

    // Beside this place of the parent, within it.
    void showAt(const QPoint& place, const QImage& picture, const QString& words);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QSize pictureSize() const;

    QImage m_picture;
    QString m_words;
};

} // namespace latentscape
