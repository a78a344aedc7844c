#include "ui/MapThumbnail.h"

#include "ui/Theme.h"

#include <QPainter>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kSide = 84; // of the picture at most, logical pixels; larger ones are shrunk
constexpr int kMargin = 6;
constexpr int kDistance = 14; // from the point
constexpr int kWordsWidth = 180;
constexpr int kCorner = 6;

} // namespace

MapThumbnail::MapThumbnail(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("mapThumbnail"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

// A whole factor where the picture is small.
QSize MapThumbnail::pictureSize() const {
    const int most = std::max(m_picture.width(), m_picture.height());
    return most > kSide ? m_picture.size().scaled(kSide, kSide, Qt::KeepAspectRatio)
                        : m_picture.size() * (kSide / std::max(most, 1));
}

void MapThumbnail::showAt(const QPoint& place, const QImage& picture, const QString& words) {
    m_picture = picture;
    m_words = words;
    setFont(plotFont(parentWidget()));
    const QSize image = pictureSize();
    const QSize text =
        fontMetrics().boundingRect(QRect(0, 0, kWordsWidth, 200), Qt::AlignLeft, m_words).size();
    resize(std::max(image.width(), text.width()) + 2 * kMargin, image.height() + text.height() + 3 * kMargin);
    const QRect room = parentWidget()->rect();
    int x = place.x() + kDistance;
    if (x + width() > room.right())
        x = place.x() - kDistance - width();
    const int y = std::clamp(place.y() - height() / 2, 0, std::max(0, room.height() - height()));
    move(std::max(0, x), y);
    show();
    raise();
    update();
}

void MapThumbnail::paintEvent(QPaintEvent*) {
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colors.line);
    painter.setBrush(colors.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kCorner, kCorner);
    const QRect image(QPoint((width() - pictureSize().width()) / 2, kMargin), pictureSize());
    painter.setRenderHint(QPainter::SmoothPixmapTransform, m_picture.width() > image.width());
    painter.drawImage(image, m_picture);
    painter.setPen(colors.text);
    painter.drawText(rect().adjusted(kMargin, image.bottom() + kMargin, -kMargin, -kMargin / 2),
                     Qt::AlignHCenter | Qt::AlignTop, m_words);
}

} // namespace latentscape
